"""Other makers of PDFs at the same work as our forms, each in a process of its own on one core."""
