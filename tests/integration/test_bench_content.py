"""What rivals are given to draw is what stands on our own forms."""

import io
import json
from datetime import date
from pathlib import Path

from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms, printed_sections
from tests.bench.reference import reference_document
from tests.bench.rivals.content import write_content


def test_the_content_of_two_forms_has_every_text_of_each_once_what_they_share_and_their_codes(tmp_path: Path) -> None:
    documents = [reference_document(seed) for seed in (1, 2)]
    facts = PaperFacts(org="云州市总工会", printed_on=date(2026, 6, 1))
    target = io.BytesIO()
    drawn = draw_forms([Sheet(f"{seed:032x}", document, facts) for seed, document in enumerate(documents)], target)
    content = json.loads(write_content(target.getvalue(), 2, tmp_path).read_text(encoding="utf-8"))

    assert len(content["shared"]) * 2 == drawn.pages
    assert all(page["rules"] for page in content["shared"])
    assert any(words[-1] == "姓名" for words in content["shared"][0]["words"])
    for form, document in zip(content["forms"], documents, strict=True):
        own = ["".join(words[-1].split()) for page in form for words in page["words"]]
        told = [text for section in printed_sections("F01", document).values() for text in section.values() if text]
        assert {text for text in told if "".join(text.split()) not in "".join(own)} == set()
        assert all((tmp_path / page["picture"]).stat().st_size > 100 for page in form)
        assert all(15 <= page["box"][2] * 25.4 / 72 <= 17 for page in form), "the code is 16 mm wide"
