"""The commands on real homes."""
