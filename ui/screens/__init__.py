"""One folder per screen: a dumb view, and a presenter that talks to services through jobs."""
