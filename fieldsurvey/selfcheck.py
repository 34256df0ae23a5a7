"""Whether every part the program was delivered with really works here: each is used once, none is only looked at.

Imports stand inside the functions, so that a part missing from a bundle becomes a line of its own.
"""

import io
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.resources import font_path, resource

FONTS: Final = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSerifSC-Regular.ttf",
    "NotoSerifSC-Bold.ttf",
    "LXGWWenKai-Regular.ttf",
)
SAMPLE: Final = "困难职工家庭状况调查"
# printf password | argon2 somesaltsomesalt -id -t 3 -k 65536 -p 4 -l 32 -r
ARGON2_ANSWER: Final = "81db97a7e67a891784a2599bc879f957cb3512d273984bd97d8a18fc59ff01e2"


class PartBrokenError(FieldSurveyError):
    """A part answers, but wrongly."""

    code = "X003"
    sentence = "程序的一个部件没有给出应有的结果({what}),请重新安装程序。"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One part: its name, whether it works, and what was found or what went wrong."""

    name: str
    ok: bool
    found: str


Part = Callable[[], str]


def self_check(*more: tuple[str, Part]) -> list[CheckLine]:
    """Uses every part once. Callers with parts of their own, such as the window, add them as name and function.

    Never fails itself: what a part raises becomes its line.
    """
    return [check_part(name, part) for name, part in (*PARTS, *more)]


def check_part(name: str, part: Part) -> CheckLine:
    """One part's line; never fails itself."""
    try:
        return CheckLine(name, ok=True, found=part())
    except Exception as problem:  # noqa: BLE001 - whatever can go wrong in a part is what is asked about
        return CheckLine(name, ok=False, found=f"{type(problem).__name__}: {problem}")


def _require(truth: bool, what: str) -> None:
    if not truth:
        raise PartBrokenError(what=what)


def check_database() -> str:
    """An encrypted file is made by the migrations, read back, unreadable without its key."""
    from fieldsurvey.store.database import PLAIN_HEADER, Database
    from fieldsurvey.store.errors import DatabaseKeyError
    from fieldsurvey.store.upgrade import HEAD, bring_up, revision_of

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "self-check.db")
        database = Database(path, secrets.token_bytes(32))
        try:
            bring_up(database)
            database.verify()
            with database.begin() as session:
                cipher = str(session.exec_driver_sql("PRAGMA cipher_version").scalar())
                engine = str(session.exec_driver_sql("SELECT sqlite_version()").scalar())
                _require(revision_of(session) == HEAD, "revision")
        finally:
            database.close()
        _require(path.read_bytes()[: len(PLAIN_HEADER)] != PLAIN_HEADER, "plain header")
        try:
            Database(path, secrets.token_bytes(32)).close()
        except DatabaseKeyError:
            return f"SQLCipher {cipher},SQLite {engine}"
    raise PartBrokenError(what="wrong key")


def check_sealing() -> str:
    """What is sealed opens for its recipient and for nobody else."""
    from fieldsurvey.vault.errors import SealedForOthersError
    from fieldsurvey.vault.sealing import SealKey, open_bytes, seal_bytes

    key, plain = SealKey.generate(), secrets.token_bytes(200_000)
    sealed = seal_bytes(plain, [key.recipient])
    _require(open_bytes(sealed, key) == plain, "round trip")
    try:
        open_bytes(sealed, SealKey.generate())
    except SealedForOthersError:
        return "age X25519"
    raise PartBrokenError(what="stranger's key")


def check_signing() -> str:
    """A signature holds, and a changed byte breaks it."""
    from fieldsurvey.vault.errors import SignatureInvalidError
    from fieldsurvey.vault.signing import SigningKey

    key = SigningKey.generate()
    signature = key.sign(b"message", trusted_comment="self-check")
    _require(key.public.verify(b"message", signature) == "self-check", "trusted comment")
    try:
        key.public.verify(b"massage", signature)
    except SignatureInvalidError:
        return "Ed25519 (minisign)"
    raise PartBrokenError(what="changed message")


def check_passphrases() -> str:
    """The passphrase function gives what Argon2's reference program gives for the same input."""
    from fieldsurvey.vault.derivation import Cost, passphrase_key

    cost = Cost.floor()
    _require(passphrase_key(b"password", b"somesaltsomesalt", cost).hex() == ARGON2_ANSWER, "known answer")
    return f"Argon2id {cost.m_kib // 1024} MiB"


def check_words() -> str:
    """A key written as recovery words comes back from them."""
    from fieldsurvey.vault.sealing import SealKey
    from fieldsurvey.vault.words import key_of, words_of

    key = SealKey.generate()
    words = words_of(key)
    _require(key_of(words).identity == key.identity, "round trip")
    return f"{len(words)} 个恢复词"


def check_compression() -> str:
    """What is compressed comes back, and is smaller."""
    import zstandard

    plain = SAMPLE.encode() * 1000
    packed = zstandard.ZstdCompressor().compress(plain)
    _require(len(packed) < len(plain) // 10, "size")
    _require(zstandard.ZstdDecompressor().decompress(packed) == plain, "round trip")
    return "Zstandard " + ".".join(str(part) for part in zstandard.ZSTD_VERSION)


def check_fonts() -> str:
    """Every shipped font is one that a PDF can embed, and draws Chinese."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    for name in FONTS:
        font = TTFontFile(str(font_path(name)))
        missing = [character for character in SAMPLE if not font.charToGlyph.get(ord(character))]
        _require(not missing, f"{name} {''.join(missing)}")
    return f"{len(FONTS)} 种字体"


def check_codes() -> str:
    """The code in a paper's corner is read back from a picture of it."""
    from PIL import Image

    from fieldsurvey.forms.code import modules, paper_code, side
    from fieldsurvey.forms.reading import find_codes

    code, margin, scale = paper_code(secrets.token_hex(16), 1), 4, 8
    picture = Image.new("L", (side(code) + 2 * margin,) * 2, 255)
    for row, column, length in modules(code):
        for place in range(column, column + length):
            picture.putpixel((place + margin, row + margin), 0)
    large = picture.resize((picture.width * scale,) * 2, Image.Resampling.NEAREST)
    written = io.BytesIO()
    large.save(written, "PNG")
    _require(find_codes(written.getvalue()) == [code], "read back")
    return "已写出并读回"


def check_paper() -> str:
    """A form is drawn with our own type embedded, and with no other."""
    from datetime import date

    from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms

    written = io.BytesIO()
    facts = PaperFacts(org=SAMPLE, printed_on=date(2026, 11, 23))
    drawn = draw_forms([Sheet(secrets.token_hex(16), {"name": SAMPLE}, facts)], written)
    pdf = written.getvalue()
    _require(pdf.startswith(b"%PDF-") and drawn.pages > 0, "pages")
    _require(b"/FontFile2" in pdf and b"/Helvetica" not in pdf, "type")
    return f"{drawn.pages} 页,{len(pdf) // 1024} KB"


def check_pictures() -> str:
    """The program's own process decodes a photograph, a phone's photograph in HEIC and a page of a PDF."""
    import pi_heif
    from PIL import Image, features
    from reportlab.pdfgen.canvas import Canvas

    from fieldsurvey.pictures.darkroom import Darkroom
    from fieldsurvey.pictures.kinds import HEIC, JPEG, PDF

    photo, page = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(photo, "JPEG")
    canvas = Canvas(page, pagesize=(200, 100))
    canvas.rect(20, 20, 100, 50, fill=1)
    canvas.save()
    darkroom = Darkroom()
    try:
        seen = darkroom.develop(photo.getvalue(), JPEG, measure=True)
        phone = darkroom.develop(resource("pictures", "self-check.heic").read_bytes(), HEIC)
        drawn = darkroom.develop(page.getvalue(), PDF, longest=200)
    finally:
        darkroom.close()
    _require((seen.width, seen.height) == (40, 30) and seen.quality is not None, "photograph")
    _require((phone.width, phone.height) == (64, 48), "HEIC")
    _require(drawn.pages == 1 and 0 in drawn.picture.pixels, "page")
    return f"libjpeg {features.version('jpg')},libheif {pi_heif.libheif_info()['libheif']}"


def check_spreadsheets() -> str:
    """A household written as a workbook is read back from it, and XML with entities is refused."""
    import openpyxl

    from fieldsurvey.case.catalogue import CASE
    from fieldsurvey.exchange.columns import layout
    from fieldsurvey.exchange.opening import opened
    from fieldsurvey.exchange.writing import Workbook

    _require(bool(openpyxl.DEFUSEDXML), "defusedxml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        workbook = Workbook(path, layout(CASE)[:1])
        workbook.add("1", "", {"name": SAMPLE}, is_full=True)
        workbook.close()
        with opened(path) as sheets:
            cells = [cell for _, row in sheets[0].rows() for _, cell in row]
    _require(cells[-1] == SAMPLE, "cells")
    return f"{len(cells)} 格"


def check_time_zone() -> str:
    """China's time is known without the system's help."""
    from datetime import datetime, timedelta
    from importlib.resources import files

    from fieldsurvey.clock import SHANGHAI

    _require(datetime(2026, 11, 23, tzinfo=SHANGHAI).utcoffset() == timedelta(hours=8), "offset")
    _require((files("tzdata") / "zoneinfo" / "Asia" / "Shanghai").is_file(), "tzdata")
    return "Asia/Shanghai"


def check_names_and_numbers() -> str:
    """Pinyin and identity numbers read tables that have to travel along; likeness needs a compiled library."""
    from pypinyin import lazy_pinyin
    from rapidfuzz.distance import OSA
    from stdnum.cn import ric

    _require(lazy_pinyin("困难职工") == ["kun", "nan", "zhi", "gong"], "pinyin")
    _require(OSA.distance("张小明", "张明小") == 1, "likeness")
    # An invented number: a county that exists, a birthday, a check digit that fits.
    _require(ric.is_valid("11010519491231002X"), "identity number")
    return "拼音、姓名比对、身份证号"


def check_shipped_files() -> str:
    """The files beside the program are there and not empty."""
    files = [path for path in resource().rglob("*") if path.is_file()]
    empty = [path.name for path in files if path.stat().st_size == 0]
    _require(bool(files) and not empty, f"empty: {empty}")
    for name in ("fonts", "icons"):
        resource(name)
    return f"{len(files)} 个文件"


PARTS: Final[tuple[tuple[str, Part], ...]] = (
    ("加密数据库", check_database),
    ("密封", check_sealing),
    ("签名", check_signing),
    ("口令", check_passphrases),
    ("恢复词", check_words),
    ("压缩", check_compression),
    ("字体", check_fonts),
    ("二维码", check_codes),
    ("打印", check_paper),
    ("图片和 PDF", check_pictures),
    ("表格", check_spreadsheets),
    ("时区", check_time_zone),
    ("拼音和证件号", check_names_and_numbers),
    ("随附文件", check_shipped_files),
)
