"""Migrations: self-contained steps that import nothing of this project."""
