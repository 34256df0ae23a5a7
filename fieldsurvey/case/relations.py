"""Kinship seen from another person: how one member stands to a second when both are known by a third (GB/T 4761).

What cannot be concluded is not guessed: it stays open, to be asked. Codes outside the table conclude nothing.
"""

from typing import Final

from fieldsurvey.case.worker import SELF

MALE: Final = "1"
FEMALE: Final = "2"

_CODES: Final = {
    "self": "01", "spouse": "10 11 12", "child": "20 21 22 23 30 31 32 33", "step_child": "27 37",
    "child_in_law": "28 38", "parent": "50 51 52", "step_parent": "57 58", "husbands_parent": "53 54",
    "wifes_parent": "55 56", "sons_child": "41 42", "daughters_child": "43 44", "fathers_parent": "61 62",
    "mothers_parent": "63 64", "elder": "71 75", "younger": "73 77", "relative": "97", "stranger": "99",
}  # fmt: skip
_KIND: Final = {code: kind for kind, codes in _CODES.items() for code in codes.split()}
_MEN: Final = frozenset(
    ["11", "20", "21", "22", "23", "27", "28", "41", "43", "51", "53", "55", "57", "61", "63", "71", "73"]
)
_WOMEN: Final = frozenset(
    ["12", "30", "31", "32", "33", "37", "38", "42", "44", "52", "54", "56", "58", "62", "64", "75", "77"]
)
# One code for each kind and sex; where GB/T 4761 numbers children (长子, 次女), the plain child.
_BY_SEX: Final = {
    "child": ("20", "30"), "step_child": ("27", "37"), "child_in_law": ("28", "38"), "parent": ("51", "52"),
    "step_parent": ("57", "58"), "husbands_parent": ("53", "54"), "wifes_parent": ("55", "56"),
    "sons_child": ("41", "42"), "daughters_child": ("43", "44"), "fathers_parent": ("61", "62"),
    "mothers_parent": ("63", "64"), "elder": ("71", "75"), "younger": ("73", "77"),
}  # fmt: skip
_PLAIN: Final = {"spouse": "10", "relative": "97"}

# (what Y is to X, what M is to X) → what M is to Y. `=` keeps M's code; `a|b` is a when the person named after `?`
# is a man and b when a woman; `age` looks at the birth dates of M and Y.
_SEEN: Final = {
    ("spouse", "child"): "=", ("spouse", "child_in_law"): "=", ("spouse", "sons_child"): "=",
    ("spouse", "daughters_child"): "=", ("spouse", "parent"): "wifes_parent|husbands_parent?y",
    ("spouse", "husbands_parent"): "parent", ("spouse", "wifes_parent"): "parent", ("spouse", "elder"): "relative",
    ("spouse", "younger"): "relative", ("spouse", "fathers_parent"): "relative",
    ("spouse", "mothers_parent"): "relative", ("spouse", "relative"): "relative",
    ("child", "spouse"): "parent", ("child", "child"): "age", ("child", "parent"): "fathers_parent|mothers_parent?x",
    ("child", "husbands_parent"): "fathers_parent", ("child", "wifes_parent"): "mothers_parent",
    ("child", "elder"): "relative", ("child", "younger"): "relative", ("child", "fathers_parent"): "relative",
    ("child", "mothers_parent"): "relative", ("child", "relative"): "relative",
    ("parent", "parent"): "spouse", ("parent", "spouse"): "child_in_law",
    ("parent", "child"): "sons_child|daughters_child?x", ("parent", "elder"): "child", ("parent", "younger"): "child",
    ("parent", "fathers_parent"): "parent|husbands_parent?y", ("parent", "mothers_parent"): "wifes_parent|parent?y",
    ("parent", "sons_child"): "relative", ("parent", "daughters_child"): "relative",
    ("parent", "husbands_parent"): "relative", ("parent", "wifes_parent"): "relative",
    ("parent", "child_in_law"): "relative", ("parent", "relative"): "relative",
    ("elder", "parent"): "=", ("younger", "parent"): "=", ("elder", "younger"): "=", ("younger", "elder"): "=",
    ("elder", "elder"): "age", ("younger", "younger"): "age", ("elder", "fathers_parent"): "=",
    ("elder", "mothers_parent"): "=", ("younger", "fathers_parent"): "=", ("younger", "mothers_parent"): "=",
    ("elder", "spouse"): "relative", ("younger", "spouse"): "relative", ("elder", "child"): "relative",
    ("younger", "child"): "relative", ("elder", "relative"): "relative", ("younger", "relative"): "relative",
    ("sons_child", "spouse"): "fathers_parent", ("daughters_child", "spouse"): "mothers_parent",
    ("husbands_parent", "husbands_parent"): "spouse", ("wifes_parent", "wifes_parent"): "spouse",
    ("husbands_parent", "spouse"): "child", ("wifes_parent", "spouse"): "child",
    ("husbands_parent", "child"): "sons_child", ("wifes_parent", "child"): "daughters_child",
    ("child_in_law", "spouse"): "wifes_parent|husbands_parent?y",
    ("fathers_parent", "fathers_parent"): "spouse", ("mothers_parent", "mothers_parent"): "spouse",
    ("relative", "spouse"): "relative", ("relative", "child"): "relative",
}  # fmt: skip
_INVERSE: Final = {
    "spouse": "spouse", "child": "parent", "step_child": "step_parent", "parent": "child",
    "step_parent": "step_child", "child_in_law": "wifes_parent|husbands_parent?y", "husbands_parent": "child_in_law",
    "wifes_parent": "child_in_law", "sons_child": "fathers_parent", "daughters_child": "mothers_parent",
    "fathers_parent": "sons_child", "mothers_parent": "daughters_child", "elder": "younger", "younger": "elder",
    "relative": "relative", "stranger": "stranger",
}  # fmt: skip
# Of such a pair there is one man and one woman.
_PAIRS: Final = frozenset({"parent", "husbands_parent", "wifes_parent", "fathers_parent", "mothers_parent"})


SPOUSES: Final = frozenset(code for code, kind in _KIND.items() if kind == "spouse")


def sex_of(code: object) -> str:
    """The sex that a relation tells by itself, 女儿 a woman's; empty where it tells none."""
    return Person(code).sex


class Person:
    """Somebody as a third person's relation names them: the code, and sex and birth date as far as known."""

    __slots__ = ("born", "code", "kind", "sex")

    def __init__(self, code: object, sex: object = None, born: object = None) -> None:
        self.code = code if isinstance(code, str) else ""
        self.kind = _KIND.get(self.code, "")
        told = MALE if self.code in _MEN else FEMALE if self.code in _WOMEN else ""
        self.sex = told or (sex if sex in (MALE, FEMALE) else "")
        self.born = born if isinstance(born, str) else ""


def inverse(code: object, sex: object = None, *, sex_of_other: object = None) -> str:
    """What X is to Y, when Y is `code` to X and X is of this sex; empty when it is not clear."""
    y = Person(code, sex_of_other)
    if y.code in ("11", "12"):
        return "12" if y.code == "11" else "11"
    if y.kind == "stranger":
        return y.code
    kind = _chosen(_INVERSE.get(y.kind, ""), {"y": y.sex, "x": str(sex)})
    return _code(kind, str(sex))


def seen_by(y: Person, m: Person, *, sex_of_x: object = None) -> str:
    """What M is to Y, both told by their relation to X; empty when it is not clear.

    `m` may be X itself, whose relation to X is 本人.
    """
    if y.code == SELF:
        return m.code
    if m.code == SELF:
        return inverse(y.code, sex_of_x, sex_of_other=y.sex)
    rule = _SEEN.get((y.kind, m.kind), "")
    if rule == "=":
        return m.code
    if rule == "age":
        rule = _by_age(y, m)
    sex = m.sex or (_other(str(sex_of_x)) if m.kind == "spouse" else "")
    if y.kind == m.kind and y.kind in _PAIRS and not (y.sex and sex and y.sex != sex):
        return ""
    y_sex = y.sex or (_other(str(sex_of_x)) if y.kind == "spouse" else "")
    return _code(_chosen(rule, {"y": y_sex, "x": str(sex_of_x)}), sex)


def _chosen(rule: str, sexes: dict[str, str]) -> str:
    """Of `a|b?y` the part for the sex of Y."""
    kinds, _, whose = rule.partition("?")
    if not whose:
        return rule
    man, woman = kinds.split("|")
    return {MALE: man, FEMALE: woman}.get(sexes[whose], "")


def _code(kind: str, sex: str) -> str:
    if kind in _PLAIN:
        return _PLAIN[kind]
    man_woman = _BY_SEX.get(kind)
    if man_woman is None or sex not in (MALE, FEMALE):
        return ""
    return man_woman[0] if sex == MALE else man_woman[1]


def _by_age(y: Person, m: Person) -> str:
    if not (y.born and m.born) or y.born == m.born:
        return ""
    return "elder" if m.born < y.born else "younger"


def _other(sex: str) -> str:
    return {MALE: FEMALE, FEMALE: MALE}.get(sex, "")
