"""A campaign of texts that break programs: every one of them through every text field, and back unchanged."""

from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import an_office
from tests.integration.naughty_fields import dealt, expected, text_fields, values_in


def texts(ground: Ground) -> Outcome:
    """One try is one household with a text in every field: saved, reopened, carried, exported, taken in elsewhere."""
    outcome = Outcome()
    fields = text_fields()
    with an_office(ground.folder, ground.templates) as office:
        for turn in range(min(ground.points, len(fields))):
            cases = {}
            for said in dealt(fields, turn):
                draft = office.l1.visits.start(None)
                for address, text in said.items():
                    office.l1.visits.answer(draft.draft_id, address, text)
                office.l1.visits.finish(draft.draft_id, later=False)
                cases[draft.case_id] = expected(said)
            office.carry("l1", "hq")
            exported = ground.folder / "households.jsonl"
            office.hq.cases.export_lines(exported)
            report = office.l2.cases.import_lines(exported, source="另一处")
            outcome.demand(not report.refused, f"refused: {report.refused[:1]}")
            office.hq.papers.preview(list(cases))
            for case, said in cases.items():
                outcome.tried += 1
                outcome.count("texts in fields", len(said))
                for home in (office.l1, office.hq, office.l2):
                    found = values_in(home.cases.show(case).document)
                    outcome.demand(said.items() <= found.items(), f"changed in {home.card.code or 'hq'}: {case}")
    return outcome
