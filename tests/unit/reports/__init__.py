"""Reports from plain values."""
