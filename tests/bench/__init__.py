"""Benchmarks: each figure beside its reference, taken in one run (`dev.py bench`)."""
