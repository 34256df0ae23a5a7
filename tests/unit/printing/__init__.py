"""The order of pages through a printer."""
