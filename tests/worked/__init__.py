"""Worked examples of the union's rules, and a calculator that knows nothing of the program's own."""
