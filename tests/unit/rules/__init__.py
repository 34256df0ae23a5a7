"""What the rules say: verdicts, checks, evidence."""
