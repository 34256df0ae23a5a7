"""练习模式: the households of report three, the homes that hold them, and the day that is worked there."""
