"""Packages, streams, sticks and enrolment: bytes in, bytes out, and everything hostile refused."""
