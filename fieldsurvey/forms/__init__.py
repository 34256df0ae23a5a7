"""Printed forms: drawn from the field catalogue, and read back from a scan."""
