"""Writes `docs/worked-examples.md`: `python -m tests.worked`; a test holds it current."""

from tests.worked.writing import FILE, page

FILE.write_text(page(), encoding="utf-8")
print(FILE)
