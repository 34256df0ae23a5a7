"""The files of households: one table, and beside it the household."""
