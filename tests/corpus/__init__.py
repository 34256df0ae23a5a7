"""A database, and later a package, of every released version: kept for ever, opened by every test run."""
