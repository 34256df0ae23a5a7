"""The headless commands: each is one service call, told as text or as JSON."""
