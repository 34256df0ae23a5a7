"""Pure modules, in well under ten seconds."""
