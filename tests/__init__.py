"""Everything that holds the program to its word."""
