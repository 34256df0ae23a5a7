"""The household-visit wizard: pages generated from the field catalogue."""
