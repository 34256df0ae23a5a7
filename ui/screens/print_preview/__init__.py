"""Forms as they will be printed."""
