"""What a home judges by: the rule sets and standards of its records, read whenever these may have changed."""

from fieldsurvey.rules.book import RuleBook, book_of
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session


def read_rules(session: Session) -> RuleBook:
    """The book of this home, from its records; the seat is told once they are on disk, and not before."""
    rule_sets = folding.documents(session, "rule_set").values()
    return book_of(rule_sets, folding.documents(session, "standard"))
