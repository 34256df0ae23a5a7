"""What the status bar says is always true, whatever the disk does and however answers overtake each other."""

from hypothesis import given
from hypothesis import strategies as st

from ui.wizard.ledger import Ledger


def test_a_new_ledger_says_when_the_draft_was_last_saved() -> None:
    assert Ledger("14:02:31").told() == ("saved", "已存本机 14:02:31")
    assert Ledger().told() == ("", "")


def test_an_answer_on_its_way_is_not_called_saved() -> None:
    ledger = Ledger("14:02:31")
    number = ledger.offer("name", "丁桂湘")
    assert ledger.told()[0] == "saving"
    assert ledger.landed("name", number, "14:02:40")
    assert ledger.told() == ("saved", "已存本机 14:02:40")


def test_an_earlier_answer_that_lands_does_not_save_a_later_one() -> None:
    ledger = Ledger()
    first = ledger.offer("name", "丁")
    second = ledger.offer("name", "丁桂湘")
    assert not ledger.landed("name", first, "14:02:40")
    assert ledger.told()[0] == "saving"
    assert ledger.landed("name", second, "14:02:41")
    assert ledger.told()[0] == "saved"


def test_what_failed_is_counted_until_it_lands() -> None:
    ledger = Ledger("14:02:31")
    number = ledger.offer("name", "丁桂湘")
    assert ledger.failed("name", number)
    assert ledger.told()[0] == "unsaved"
    assert ledger.unsaved() == {"name": "丁桂湘"}
    again = ledger.offer("name", "丁桂湘")
    ledger.landed("name", again, "14:05:00")
    assert ledger.told() == ("saved", "已存本机 14:05:00")


def test_a_failure_of_an_answer_that_was_replaced_is_no_news() -> None:
    ledger = Ledger()
    first = ledger.offer("name", "丁")
    ledger.offer("name", "丁桂湘")
    assert not ledger.failed("name", first)
    assert ledger.unsaved() == {}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["offer", "land", "fail", "drop"]))))
def test_saved_is_said_only_when_nothing_is_on_its_way(steps: list[tuple[str, str]]) -> None:
    ledger = Ledger("00:00:00")
    numbers: dict[str, int] = {}
    waiting: dict[str, bool] = {}
    for address, step in steps:
        if step == "offer":
            numbers[address] = ledger.offer(address, 1)
            waiting[address] = True
        elif step == "drop":
            ledger.drop(address)
            waiting.pop(address, None)
        elif address in numbers:
            if step == "land" and ledger.landed(address, numbers[address], "00:00:01"):
                waiting.pop(address)
            elif step == "fail":
                ledger.failed(address, numbers[address])
        assert (ledger.told()[0] == "saved") == (not waiting)
