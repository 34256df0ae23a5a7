"""Services on a real encrypted database, packages and printed files; no doubles."""
