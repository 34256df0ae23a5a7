"""What a case is: its laws as properties, and its pieces one by one."""
