"""Tests of the form and the rotation of back-ups."""
