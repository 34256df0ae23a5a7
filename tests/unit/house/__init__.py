"""The house itself: its rules, its scripts, its shipped files."""
