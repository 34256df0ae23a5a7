"""The areas of work in the window: each makes its screens and joins what belongs to it; no area knows another."""
