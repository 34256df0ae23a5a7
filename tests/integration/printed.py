"""What tests of printed papers do and see: a reviewer's decision, and what differs since printing."""

from fieldsurvey.app import OpenHome
from fieldsurvey.case.canonical import Value


def decide(home: OpenHome, case: str, **answers: Value) -> None:
    """A reviewer at headquarters writes something of the plan."""
    draft = home.visits.start(case)
    for address, value in answers.items():
        home.visits.answer(draft.draft_id, address.replace("__", "/"), value)
    home.visits.finish(draft.draft_id, later=False)


def changed(home: OpenHome) -> dict[str, tuple[dict[str, tuple[str, ...]], bool]]:
    """What differs, by paper: sections with their fields, and whether only the plan has to be printed."""
    return {
        one.line.paper_id: ({section.title: section.fields for section in one.sections}, one.is_only_plan)
        for one in home.paper_lists.changed_since_printed().papers
    }
