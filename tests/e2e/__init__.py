"""The real program in a window of its own, worked by keys alone."""
