"""Visits that are open on this laptop."""
