"""One class per area of the user's work, one method per thing the user does; each method is one transaction."""
