"""Who goes along today."""
