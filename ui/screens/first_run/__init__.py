"""The first start: what this machine is going to be."""
