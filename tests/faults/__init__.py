"""Fault campaigns: the program is killed, its files are cut and forged, and nothing accepted may be lost."""
