"""帮助: the user guide beside the work."""
