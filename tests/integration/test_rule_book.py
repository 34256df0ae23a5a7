"""The rule sets and standards of headquarters reach every laptop with the next package, and are judged by at once."""

from datetime import date

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import RecordId
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.rule_set import rule_set_bytes, shipped
from fieldsurvey.services.seat import Said, seal
from tests.integration.homes import Office, only

DAY = date(2026, 11, 24)
STANDARD: dict[str, Value] = {"place": "", "item": "dibao_urban_month", "amount": 66_400, "effective_on": "2026-01-01"}


def test_a_package_brings_standards_and_rule_sets(office: Office) -> None:
    own = rule_set_bytes(shipped()[1]).decode().replace('"version": 1', '"version": 7')
    with office.hq.seat.database.begin() as session:
        said = [
            Said("standard", RecordId("5" * 32), {name: entry(value) for name, value in STANDARD.items()}),
            Said("rule_set", RecordId("6" * 32), {"text": entry(own)}),
            Said("rule_set", RecordId("7" * 32), {"text": entry("{}")}),
        ]
        seal(session, office.hq.seat, said)
    draft = office.l1.visits.start(None)
    assert draft.rules.standards.find("dibao_urban_month", "", DAY) is None
    only(office.carry("hq", "l1"))
    assert _held(office.l1.visits.view(draft.draft_id).rules) == (7, 66_400)
    office.close("l1")
    assert _held(office.l1.seat.rules) == (7, 66_400)


def _held(rules: RuleBook) -> tuple[int, int]:
    standard = rules.standards.find("dibao_urban_month", "", DAY)
    assert standard is not None
    return rules.rule_set(DAY).version, standard.amount_fen
