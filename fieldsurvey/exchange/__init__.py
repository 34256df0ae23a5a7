"""Spreadsheets in and out: what the workbooks of other offices and of WPS and Excel hold, and nothing of the store."""
