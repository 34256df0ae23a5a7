"""Whether two entries are one person, case by case; how well it does over thousands is measured elsewhere."""

import pytest
from stdnum.iso7064 import mod_11_2

from fieldsurvey.rules.likeness import DOUBTFUL, SURE, Crowd, Who, likeness
from tests.labelled_people import labelled_people, score
from tests.naughty import naughty

BORN = "1971-05-03"
HOME = "云州市青河区纺织东路3号院2单元501室"
ELSEWHERE = "青河区印染一巷7号"


def _number(body: str) -> str:
    return body + mod_11_2.calc_check_digit(body)


NUMBER, BROTHERS = _number("99010119710503001"), _number("99010119710503003")
SLIPPED = NUMBER[:9] + "4" + NUMBER[10:]
LIU = Who("柳衡芩", NUMBER, BORN, HOME)
ZHANG = Who("张伟", NUMBER, BORN, HOME)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        pytest.param(LIU, Who("韩清", NUMBER), SURE, 100, id="one number, another name"),
        pytest.param(LIU, Who("柳衡芩", NUMBER[:6] + NUMBER[8:17]), SURE, 100, id="15 and 18 digits"),
        pytest.param(LIU, Who("柳衡芩", NUMBER.lower().replace("9901", "９９０１ ")), SURE, 100, id="full width"),
        pytest.param(LIU, Who("柳衡芩", SLIPPED, BORN, ELSEWHERE), SURE, 100, id="one digit wrong"),
        pytest.param(LIU, Who("柳衡芩", "", BORN, "纺织东路三号院2-501"), DOUBTFUL, 100, id="no number, same door"),
        pytest.param(LIU, Who("柳衡芩", "", BORN, ELSEWHERE), DOUBTFUL, SURE - 1, id="no number, moved"),
        pytest.param(LIU, Who("柳衡芩", "", "", HOME), DOUBTFUL, SURE - 1, id="no number, no birth date"),
        pytest.param(LIU, Who("柳衡芩", "", "1971-03-05", HOME), DOUBTFUL, SURE - 1, id="day and month swapped"),
        pytest.param(LIU, Who("柳横芩", "", BORN, ELSEWHERE), DOUBTFUL, SURE - 1, id="one sound"),
        pytest.param(LIU, Who("柳芩衡", "", BORN, ELSEWHERE), DOUBTFUL, SURE - 1, id="characters swapped"),
        pytest.param(LIU, Who("柳?芩", "", BORN, ELSEWHERE), DOUBTFUL, SURE - 1, id="a character nobody could write"),
        pytest.param(LIU, Who("柳衡岑", "", BORN, HOME), DOUBTFUL, SURE - 1, id="a character that looks alike"),
        pytest.param(LIU, Who("柳衡芩", NUMBER[:6] + "********" + NUMBER[-4:], ""), DOUBTFUL, SURE - 1, id="masked"),
        pytest.param(
            Who("阿卜杜热依木·买买提", "", BORN),
            Who("阿布都热依木.买买提", NUMBER),
            DOUBTFUL,
            SURE - 1,
            id="long name",
        ),
        pytest.param(ZHANG, Who("張偉", "", BORN, ELSEWHERE), DOUBTFUL, SURE - 1, id="old characters"),
        pytest.param(ZHANG, Who("张伟", "", BORN, ELSEWHERE), DOUBTFUL, SURE - 1, id="a name of many"),
        pytest.param(LIU, Who("柳衡芩", BROTHERS, BORN, HOME), DOUBTFUL, SURE - 1, id="two numbers, all else equal"),
        pytest.param(ZHANG, Who("张伟", BROTHERS, BORN, ELSEWHERE), 0, DOUBTFUL - 1, id="namesakes"),
        pytest.param(LIU, Who("柳衡沅", BROTHERS, BORN, HOME), 0, DOUBTFUL - 1, id="twins"),
        pytest.param(LIU, Who("柳衡沅", "", BORN, HOME, "13800002345"), 0, DOUBTFUL - 1, id="twins, one has no number"),
        pytest.param(LIU, Who("柳衡芩", "", "1998-01-01", HOME), 0, DOUBTFUL - 1, id="father and son"),
        pytest.param(LIU, Who("柳衡芩", "", BORN, ELSEWHERE, sex="2"), 0, DOUBTFUL - 1, id="another sex, elsewhere"),
        pytest.param(LIU, Who("", "", BORN, HOME), 0, DOUBTFUL - 1, id="no name"),
    ],
)
def test_what_speaks_for_one_person_and_what_against(one: Who, other: Who, least: int, most: int) -> None:
    found = likeness(one, other)

    assert least <= found.score <= most, found.told
    assert likeness(other, one).score == found.score
    crowd = Crowd([("one", one)])
    assert [match.likeness for match in crowd.matches(other)] == ([found] if found.score >= DOUBTFUL else [])


def test_whatever_stands_in_a_list_two_of_them_can_be_compared() -> None:
    crowd = Crowd([(place, Who(*[text] * 7)) for place, text in enumerate(naughty())])

    assert all(pair.likeness.score <= 100 for pair in crowd.pairs(0))


def test_a_birth_date_that_everybody_was_given_does_not_compare_everybody() -> None:
    crowd = Crowd([(place, Who(f"柳{chr(0x4E00 + place)}", "", "1900-01-01")) for place in range(3000)])

    assert list(crowd.pairs(DOUBTFUL)) == list(crowd.pairs(DOUBTFUL, may_pair=lambda one, other: one != other))


def test_of_five_thousand_people_written_down_anew_the_doubles_are_found_and_hardly_anybody_else() -> None:
    # A seed, and characters that look alike, for which no rule was made; `dev.py bench --only doubles` takes ten times.
    found = score(labelled_people(20261129, of_each=100, is_final=True))

    assert found.f1 >= 0.95, (found.precision, found.recall, found.wrong_of)
    assert min(found.recall_of.values()) >= 0.8, found.recall_of
    assert found.wrong_of["twins"] <= 5
