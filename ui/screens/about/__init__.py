"""This machine: its size of type, its enrolment, the program's version."""
