"""The cover over the window while nobody is there, and the watch that calls for it."""
