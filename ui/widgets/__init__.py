"""Dumb reusable widgets: they show what they are given and say what was pressed."""
