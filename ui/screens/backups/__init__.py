"""备份: how back-ups stand, making them, and trying whether they can be restored."""
