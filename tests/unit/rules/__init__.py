"""What the rules say, and whom they take for whom."""
