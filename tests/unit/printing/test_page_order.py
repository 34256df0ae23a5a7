"""Whatever a printer and a person do with the stack between the passes, each sheet holds n and n+1 of one paper."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.settings import Refeed
from ui.screens.printing.page_order import Side, backs, fronts, in_order

PAPERS = st.lists(st.integers(min_value=1, max_value=5), min_size=1, max_size=12)


def drawn_in_again(sheet_count: int, *, is_face_down: bool, is_turned_over: bool, from_the_top: bool) -> list[int]:
    """In which order a printer draws sheets in a second time, as a stack of real paper would come.

    The stack is kept from top to bottom. Sheets fall on each other as they come out, whichever face is up; turning
    the stack over reverses it.
    """
    stack: list[tuple[int, bool]] = []
    for number in range(sheet_count):
        stack.insert(0, (number, is_face_down))
    if is_turned_over:
        stack = [(number, not down) for number, down in reversed(stack)]
    return [number for number, _ in (stack if from_the_top else reversed(stack))]


@given(pages_of=PAPERS, copies=st.integers(min_value=1, max_value=4))
@pytest.mark.parametrize("way", list(product([True, False], repeat=3)))
def test_every_sheet_holds_two_pages_of_one_paper(
    pages_of: list[int], copies: int, way: tuple[bool, bool, bool]
) -> None:
    face_down, turned_over, top = way
    sides = in_order(pages_of, copies=copies, two_sided=True)
    first = fronts(sides)
    again = drawn_in_again(len(first), is_face_down=face_down, is_turned_over=turned_over, from_the_top=top)
    # What the two sheets of a trial show.
    is_reversed = drawn_in_again(2, is_face_down=face_down, is_turned_over=turned_over, from_the_top=top) == [1, 0]
    second = backs(sides, Refeed(is_reversed=is_reversed))
    printed: dict[int, Side] = dict(zip(again, second, strict=True)) if second else {}
    for number, front in enumerate(first):
        assert front.page is not None
        assert front.page % 2 == 0
        back = printed.get(number, Side(front.paper, front.copy, None))
        assert (back.paper, back.copy) == (front.paper, front.copy)
        if front.page + 1 < pages_of[front.paper]:
            assert back.page == front.page + 1
        else:
            assert back.page is None


@given(pages_of=PAPERS, copies=st.integers(min_value=1, max_value=4), two_sided=st.booleans())
def test_nothing_is_printed_twice_or_left_out(pages_of: list[int], copies: int, two_sided: bool) -> None:
    sides = in_order(pages_of, copies=copies, two_sided=two_sided)
    wanted = [
        (paper, copy, page) for paper, many in enumerate(pages_of) for copy in range(copies) for page in range(many)
    ]
    assert [(side.paper, side.copy, side.page) for side in sides if side.page is not None] == wanted
    taken = copies * sum(-(-many // 2) if two_sided else many for many in pages_of)
    assert len(sides) == taken * (2 if two_sided else 1)


def test_backs_are_turned_when_the_printer_wants_it() -> None:
    sides = in_order([2, 2], copies=1, two_sided=True)
    assert all(side.is_turned for side in backs(sides, Refeed(is_turned=True)))
    assert not any(side.is_turned for side in fronts(sides))


def test_papers_of_one_page_need_no_second_pass() -> None:
    assert backs(in_order([1, 1], copies=3, two_sided=True), Refeed()) == []
    mixed = backs(in_order([1, 2], copies=1, two_sided=True), Refeed(is_reversed=False))
    assert [side.page for side in mixed] == [None, 1]
