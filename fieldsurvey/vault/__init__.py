"""Keys, passphrases, recovery words, sealing and signing, evidence at rest; knows nothing of the database."""
