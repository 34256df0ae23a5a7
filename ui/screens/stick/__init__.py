"""Writing to the stick and reading from it."""
