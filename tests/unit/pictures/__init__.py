"""Decoding apart from the program, and what is measured on a picture."""
