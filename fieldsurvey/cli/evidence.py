"""The evidence of a household: added from files and folders, listed against what is asked, written out."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.document import ROW
from fieldsurvey.case.values import rows_of
from fieldsurvey.cli.cases import case, case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import EvidenceRefusedError, MemberUnclearError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.rules.evidence import Asked as AskedType
from fieldsurvey.services.evidence import Taken, Wanted
from fieldsurvey.services.evidence_list import EvidenceList

_STATES = {"here": "完好", "missing": "文件不在本机", "broken": "文件损坏", "none": "没有文件"}


@case.group("evidence", cls=Group, help="佐证材料:加入、列出、导出")
def evidence() -> None:
    """The evidence of a household."""


@evidence.command("add", help="把图片、PDF 或整个文件夹加入一户;好的收下,不能用的逐个说明原因")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE_OR_FOLDER...")
@click.option("--type", "kind", required=True, metavar="TYPE", help="材料类型的代码,reference table evidence_type 里有")
@click.option("--member", default="", metavar="NAME_OR_ROW", help="涉及哪位成员;不写就是全家的")
@click.pass_obj
def add(asked: Asked, *, which: str, paths: tuple[Path, ...], kind: str, member: str) -> None:
    """Adds files; an open visit of the household goes on with them, otherwise they are saved at once."""
    with signed_in(asked) as home:
        record = case_id(home, which)
        was_open = any(draft.case_id == record for draft in home.visits.open_drafts())
        draft = home.visits.start(record)
        row = _member(draft.document, member)
        label = draft.in_force.table("evidence_type").label_of(kind)
        taken = home.evidence.take(draft.draft_id, _wanted(home, draft.draft_id, paths, kind=kind, member=row))
        if not was_open:
            if taken.files:
                home.visits.finish(draft.draft_id, later=True)
            else:
                home.visits.discard(draft.draft_id)
    answer(asked, {**asdict(taken), "open_visit": was_open}, _taken_lines(taken, label, was_open=was_open))
    if taken.refused:
        raise EvidenceRefusedError(count=len(taken.refused))


@evidence.command("list", help="一户的佐证材料和文件是否完好,以及按致困原因还缺什么")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.pass_obj
def list_evidence(asked: Asked, *, which: str) -> None:
    """Lists evidence and what is missing."""
    with signed_in(asked) as home:
        found = home.evidence_lists.of_case(case_id(home, which))
    keys = {"evidence": [asdict(line) for line in found.lines], "asked": [_asked_keys(each) for each in found.asked]}
    answer(asked, keys, _list_lines(found))


@evidence.command("export", help="把一户的佐证材料写到文件夹:转正、缩小、去掉拍摄地点的副本;日志会记下这次导出")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--originals", is_flag=True, help="写出原文件,一个字节不改")
@click.pass_obj
def export(asked: Asked, *, which: str, folder: Path, originals: bool) -> None:
    """Writes the files out."""
    with signed_in(asked) as home:
        done = home.evidence_lists.export(case_id(home, which), folder, originals=originals)
    lines = [f"已写出 {len(done.written)} 个文件:{folder}"]
    lines += [f"没有写出 {refused.name}:{refused.sentence} [{refused.code}]" for refused in done.refused]
    answer(asked, asdict(done), [*lines, "这些文件没有加密,用完请删除。"])
    if done.refused:
        raise EvidenceRefusedError(count=len(done.refused))


def _wanted(home: OpenHome, draft_id: str, paths: Sequence[Path], *, kind: str, member: str) -> list[Wanted]:
    wanted: list[Wanted] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            plan = home.evidence.plan(draft_id, home.evidence.look(path))
            wanted += [Wanted(file.path, kind, member) for file in plan.found.files if file.path not in plan.here]
        else:
            wanted.append(Wanted(str(path), kind, member))
    return wanted


def _member(document: dict[str, Any], member: str) -> str:
    rows = rows_of(document, "members")
    found = [str(row[ROW]) for row in rows if member and member in (row.get(ROW), row.get("name"))]
    if member and len(found) != 1:
        raise MemberUnclearError
    return found[0] if found else ""


def _taken_lines(taken: Taken, label: str, *, was_open: bool) -> list[str]:
    lines = [f"没有加入 {refused.name}:{refused.sentence} [{refused.code}]" for refused in taken.refused]
    lines += [f"请看一眼 {file.name}:{warning}。" for file in taken.files for warning in file.warnings]
    where = ",在没有填完的那次入户里" if was_open else ""
    return [*lines, f"加入 {len(taken.files)} 份“{label}”{where}。"]


def _list_lines(found: EvidenceList) -> list[str]:
    rows = [(str(each.number), each.label, each.member, each.name, _STATES[each.state]) for each in found.lines]
    lines = table(("序号", "类型", "成员", "文件", "状态"), rows) if rows else ["还没有佐证材料。"]
    missing = [each for each in found.asked if not each.is_there and each.is_required]
    lines.append(f"按致困原因和情况要收 {len(found.asked)} 项,还缺必须的 {len(missing)} 项:")
    whose = [f"({name})" if name else "" for name in (found.names.get(each.member, "") for each in missing)]
    return [*lines, *(f"  {each.label}{who}:{each.why}" for each, who in zip(missing, whose, strict=True))]


def _asked_keys(each: AskedType) -> dict[str, Any]:
    keys = {name: getattr(each, name) for name in ("type", "label", "member", "why", "rows", "by")}
    told = {"is_required": each.is_required, "source": each.line.source, "is_assumed": each.line.is_assumed}
    return {**keys, **told, "is_there": each.is_there}
