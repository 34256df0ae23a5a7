"""The only code that knows SQLAlchemy: the encrypted database, its changes, drafts, journal and projections."""
