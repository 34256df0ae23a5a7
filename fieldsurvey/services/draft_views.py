"""Drafts as the wizard and lists see them."""

from dataclasses import dataclass, field

from fieldsurvey.case.document import Document
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.problems import Problem
from fieldsurvey.rules.book import RuleBook


@dataclass(frozen=True, slots=True)
class DraftCard:
    """An open draft as offered for going on."""

    draft_id: str
    case_id: str
    survey_no: str
    name: str
    address: str
    page: int
    saved_at: str
    author: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as the wizard shows it: the record with the answers over it.

    `before` is the file as it stood without this draft, `in_force` what is asked. `arrived` are fields that others
    changed since they were last shown; `answered` are those answered here. `removed` are rows by list that can be
    brought back: of this draft, and of earlier visits; `removed_names` says by `list/row` what each was. `rules` are
    the rule sets and standards of this home.
    """

    draft_id: str
    case_id: str
    survey_no: str
    name: str
    page: int
    focus: str
    saved_at: str
    document: Document
    before: Document
    in_force: InForce
    arrived: list[str]
    clashes: list[str]
    answered: list[str]
    removed: dict[str, list[str]]
    removed_names: dict[str, str] = field(default_factory=dict)
    rules: RuleBook = field(default_factory=RuleBook)


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished visit. `change_id` is empty when nothing new was answered, `outcome` when this visit met somebody."""

    case_id: str
    change_id: str
    problems: list[Problem]
    outcome: str = ""
