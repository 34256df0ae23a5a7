"""The generated documents: complete, and noticed when they no longer say what the catalogue says."""

import json
from pathlib import Path

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import CODE_TABLES
from fieldsurvey.case.kinds import KINDS
from fieldsurvey.cli.check_list import NOT_THERE, check_list
from fieldsurvey.cli.dictionary import FORMS_OF_SORTS, data_dictionary
from fieldsurvey.cli.documents import generated
from fieldsurvey.rules.catalogue import CHECKS
from tests.integration.cli.conftest import Run

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_shipped_documents_are_up_to_date(run: Run) -> None:
    assert run("docs", "--check").status == 0
    for name, text in generated().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text


def test_a_stale_document_is_named_and_written_anew(run: Run, tmp_path: Path) -> None:
    missing = run("docs", "--check", "--folder", tmp_path)
    assert missing.status == 1
    assert missing.error[0] == "H312"
    assert run("docs", "--write", "--folder", tmp_path).status == 0
    assert run("docs", "--check", "--folder", tmp_path, "--json").json == {"stale": []}
    (tmp_path / "data-dictionary.md").write_text("old", encoding="utf-8")
    code, sentence = run("docs", "--check", "--folder", tmp_path).error
    assert code == "H312"
    assert "data-dictionary.md" in sentence
    assert "schema" not in sentence
    assert run("docs", "--write", "--folder", tmp_path, "--json").json == {"written": ["data-dictionary.md"]}


def test_a_folder_that_cannot_be_written_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("docs", "--write", "--folder", tmp_path / "file").error[0] == "E102"


def test_the_dictionary_holds_every_field_list_and_code() -> None:
    lines = data_dictionary().splitlines()
    assert all(any(line.startswith(f"| `{field.id}` | {field.label} |") for line in lines) for field in CASE.fields)
    for group in CASE.groups:
        start = lines.index(f"### `{group.id}` {group.label}")
        assert all(any(f"| `{field.id}` |" in line for line in lines[start:]) for field in group.fields)
    for table, codes in CODE_TABLES.items():
        start = lines.index(f"### {table}")
        said = [f"| `{code}` | {label} |" for code, label in codes.items()]
        assert all(any(line.startswith(each) for line in lines[start:]) for each in said)
    assert all(f"## `{kind.id}` {kind.label}" in lines for kind in KINDS.values())
    assert {field.sort for field in CASE.fields} <= set(FORMS_OF_SORTS)


def test_the_list_of_checks_names_every_rule_of_the_catalogue_and_every_other_with_its_reason() -> None:
    lines = check_list().splitlines()
    for check in CHECKS.values():
        assert any(line.startswith(f"| {check.id} | {check.title} |") and check.mend in line for line in lines)
    told = "\n".join(lines[lines.index("## Not there yet, and why") :])
    assert all(name in told for name in ("MN01", "PR02", "RL01–RL11", "DY06", "SY01", "PV01", "ST01–ST03"))
    assert all(why.endswith(".") for _, why in NOT_THERE)


def test_the_schema_names_every_field_and_refuses_others() -> None:
    schema = json.loads(generated()["case-document.schema.json"])
    assert schema["additionalProperties"] is False
    assert {field.id for field in CASE.fields} | {group.id for group in CASE.groups} <= set(schema["properties"])
