"""A rule set as plain values, and places in it by path: names and ids parted by dots, numbers from 1 for no id."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.rule_set import RuleSet

_AS_SHIPPED: Final = {"severity": None, "blocks": None, "on": True}


def tree_of(rule_set: RuleSet) -> dict[str, Any]:
    """The whole rule set, with an entry for every check of the catalogue."""
    tree: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(rule_set))
    tree["checks"] = {**{check: dict(_AS_SHIPPED) for check in CHECKS}, **tree["checks"]}
    return tree


def without_defaults(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree as it is kept: what checks have as they ship is left out."""
    for check_id, about in tree["checks"].items():
        check = CHECKS.get(check_id)
        for name in ("severity", "blocks"):
            if check is not None and about[name] == getattr(check, name):
                about[name] = None
    tree["checks"] = {check: about for check, about in tree["checks"].items() if about != _AS_SHIPPED}
    return tree


def segment(parts: Sequence[Any], number: int) -> str:
    """What names a part among its neighbours: its id where that is plain and its own, else its number from 1."""
    ids = [getattr(part, "id", "") for part in parts]
    own = ids[number - 1]
    return own if own and ids.count(own) == 1 and not own.isdecimal() and "." not in own else str(number)


def place_of(tree: Any, path: str) -> tuple[list[Any], Any]:  # noqa: ANN401 - plain values
    """What stands above a place, from the top down, and its key in the last of these.

    Raises:
        KeyError, IndexError: there is no such place.
    """
    names = path.split(".")
    above = [tree]
    for name in names[:-1]:
        above.append(above[-1][_key(above[-1], name)])
    key = _key(above[-1], names[-1])
    above[-1][key]
    return above, key


def _key(container: Any, name: str) -> Any:  # noqa: ANN401 - plain values
    if isinstance(container, dict):
        return name
    found = next((place for place, each in enumerate(container) if each.get("id") == name), None)
    return int(name) - 1 if found is None else found
