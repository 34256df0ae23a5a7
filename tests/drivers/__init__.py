"""What a person at the window would do, one driver per page; each step returns the driver of the page one lands on."""
