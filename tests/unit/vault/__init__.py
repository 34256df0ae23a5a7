"""The vault: nothing opens without its key, and nothing altered is taken for whole."""
