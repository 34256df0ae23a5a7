"""The catalogue is sound: every reader of it may rely on what stands there."""

import re

import pytest

from fieldsurvey.case.catalogue import CASE, STEPS
from fieldsurvey.case.codes import CODE_TABLES, label_of
from fieldsurvey.case.document import RESERVED, ROW
from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.ids import ADDRESS_PATTERN
from fieldsurvey.case.kinds import KINDS, label_at

CATALOGUES = [pytest.param(kind.catalogue, id=kind.id) for kind in KINDS.values()]


def lists_of_fields(catalogue: Catalogue) -> list[tuple[str, tuple[Field, ...]]]:
    """The top fields and those of every list."""
    return [("", catalogue.fields), *((group.id, group.fields) for group in catalogue.groups)]


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_ids_and_labels_are_unique_where_they_stand_together(catalogue: Catalogue) -> None:
    for place, fields in lists_of_fields(catalogue):
        ids, labels = [field.id for field in fields], [field.label for field in fields]
        assert len(ids) == len(set(ids)), place
        assert len(labels) == len(set(labels)), place
    groups = [group.id for group in catalogue.groups]
    assert not set(groups) & {field.id for field in catalogue.fields}
    assert len(groups) == len(set(groups))


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_ids_are_addresses_and_meet_no_hidden_or_reserved_name(catalogue: Catalogue) -> None:
    for place, fields in lists_of_fields(catalogue):
        for field in fields:
            address = f"{place}/r1/{field.id}" if place else field.id
            assert ADDRESS_PATTERN.fullmatch(address)
            assert catalogue.field(address) is field
            assert field.id not in ({PLACE, REMOVED, ROW, "key"} if place else RESERVED)


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_code_tables_exist_and_are_two_way(catalogue: Catalogue) -> None:
    for _, fields in lists_of_fields(catalogue):
        for field in fields:
            assert bool(field.codes) == (field.sort in (Sort.CODE, Sort.CODES, Sort.EVENT, Sort.IDENTITY)), field.id
            if field.codes:
                labels = list(CODE_TABLES[field.codes].values())
                assert len(labels) == len(set(labels)), field.codes


def test_a_label_is_no_other_codes_code() -> None:
    for table in CODE_TABLES.values():
        assert all(label == table.get(label, label) for label in table.values())


def test_steps_are_known_and_conditions_name_siblings() -> None:
    for field in CASE.fields:
        assert field.step in {0, *STEPS}
    for group in CASE.groups:
        assert group.step in {0, *STEPS}
        for field in group.fields:
            assert field.step == 0, "rows are asked on the page of their list"
            if field.when:
                sibling = group.field(field.when[0])
                assert sibling is not None
                assert set(field.when[1]) <= set(CODE_TABLES[sibling.codes])


def test_what_blocks_is_required_and_asked() -> None:
    for _, fields in lists_of_fields(CASE):
        for field in fields:
            assert field.blocks in {"", "审定"}
            assert not field.blocks or field.required, field.id


def test_every_sort_of_field_is_in_the_case() -> None:
    assert {field.sort for _, fields in lists_of_fields(CASE) for field in fields} == set(Sort)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nothing",
        "members",
        "members/a",
        "members/a/nothing",
        "members/A/name",
        "a/b/c/d",
        "members//name",
        "名",
        "name\n",
    ],
)
def test_an_unknown_address_is_told(address: str) -> None:
    assert CASE.find(address) is None
    with pytest.raises(UnknownFieldError):
        CASE.field(address)
    CASE.writers(address)


def test_labels_are_what_people_call_them() -> None:
    assert label_at(KINDS["case"], "name") == "姓名"
    assert label_at(KINDS["case"], "members/a/name") == "成员·姓名"
    assert label_at(KINDS["case"], "members/a/removed") == "成员(删除)"
    assert label_at(KINDS["case"], "newer") == "newer"
    assert label_of("sex", "7") == "7"


def test_labels_are_chinese() -> None:
    for _, fields in lists_of_fields(CASE):
        for field in fields:
            assert re.search(r"[\u4e00-\u9fff]", field.label), field.id
