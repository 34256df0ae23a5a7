"""The door to 练习模式."""
