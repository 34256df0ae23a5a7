"""One editor for each sort of field; they know how a value is written, not where it goes."""
