"""The published format tells the truth: its table of refusals is the code's, and each has a code of its own."""

import inspect
import re
from pathlib import Path

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.sync import enrolment_errors, errors, stick_errors

DOCUMENT = Path(__file__).parents[3] / "docs" / "package-format.md"


def refusals() -> list[type[FieldSurveyError]]:
    """Every error class of the package, by code."""
    found = [
        each
        for module in (errors, stick_errors, enrolment_errors)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, FieldSurveyError) and each.__module__ == module.__name__
    ]
    return sorted(found, key=lambda each: each.code)


def table() -> str:
    """The table of refusals as the document shows it."""
    return "".join(
        f"| {each.code} | {each.sentence} | {(inspect.getdoc(each) or '').splitlines()[0]} |\n" for each in refusals()
    )


def test_the_table_of_refusals_is_the_codes() -> None:
    told = DOCUMENT.read_text("utf-8").split("| code | sentence | meaning |\n|---|---|---|\n")[1]
    assert told == table()


def test_every_refusal_has_a_code_and_a_sentence_of_its_own() -> None:
    codes = [each.code for each in refusals()]
    assert len(set(codes)) == len(codes)
    assert len({each.sentence for each in refusals()}) == len(codes)
    assert all(re.fullmatch(r"P[1-3][0-9]{2}", code) for code in codes)
    assert all(each.sentence.endswith("。") and "error" not in each.sentence.lower() for each in refusals())
