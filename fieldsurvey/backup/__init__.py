"""Back-ups of a home: their form on disk, writing and checking them, and making a home out of one again."""
