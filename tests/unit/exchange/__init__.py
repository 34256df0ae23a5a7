"""Sheets without a store: cells, headings, files made to harm."""
