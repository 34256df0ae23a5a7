"""Alt with a letter of the navigation always goes there: nothing on a page beside it takes the same letter."""

import re
from pathlib import Path

UI = Path(__file__).parents[3] / "ui"
LETTER = re.compile(r"\(&(.)\)")


def test_nothing_on_a_page_takes_a_letter_of_the_navigation() -> None:
    titles = [
        line for file in (UI / "areas").glob("*.py") for line in file.read_text("utf-8").splitlines()
        if line.strip().startswith("title: Final")
    ]  # fmt: skip
    letters = {found[1].upper() for line in titles if (found := LETTER.search(line))}
    assert len(letters) > 6
    taken = [
        f"{file.relative_to(UI)}: {line.strip()}"
        for folder in ("areas", "screens", "widgets")
        for file in sorted((UI / folder).rglob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        # On the first start there is no navigation yet.
        if file.parent.name != "first_run"
        and line not in titles
        and letters & {each.upper() for each in LETTER.findall(line)}
    ]
    assert not taken, "\n".join(taken)
