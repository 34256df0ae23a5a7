"""Printing: what is to be printed, looking at it, and getting it through the printer."""
