"""Carrying work between desks: sealed packages, streams, receipts, the stick, enrolment. Bytes and files only."""
