"""Tests of the union's rules."""
