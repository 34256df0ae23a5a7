"""Campaigns of damaged and forged packages: each is refused with a code of its own, and nothing changes."""

import shutil

from fieldsurvey.app import OpenHome
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.health import HealthReport
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey
from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import Office, an_office, visit
from tests.unit.sync.damage import Outcome as Damage
from tests.unit.sync.damage import every_bit, every_length
from tests.unit.sync.desks import Desk
from tests.unit.sync.forges import KINDS

SAMPLE_OF_ONE_POINT = 60


def damaged(ground: Ground) -> Outcome:
    """Every bit of a small package flipped and every length cut; a sample of both unless all is asked for."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        visit(office.l1, name="王建国")
        (written,) = office.l1.exchange.write(office.stick)
        package = ground.folder / written.name
        shutil.copyfile(written.path, package)
        size = package.stat().st_size
        bits, lengths = range(size * 8), range(size)
        before = seen(office.hq)
        sample = ground.points * SAMPLE_OF_ONE_POINT
        flipped = every_bit(
            package,
            office.hq.exchange.read,
            bits=bits if ground.whole else ground.chance.sample(bits, min(sample, len(bits))),
        )
        cut = every_length(
            package,
            office.hq.exchange.read,
            lengths=lengths if ground.whole else ground.chance.sample(lengths, min(sample // 4, size)),
        )
        for what, damage in (("bits flipped", flipped), ("lengths cut", cut)):
            report(outcome, what, damage)
        outcome.demand(seen(office.hq) == before, "a refused package changed something")
        outcome.demand(office.hq.exchange.read(written.path).cases_new == 1, "the honest package is not taken")
    return outcome


def report(outcome: Outcome, what: str, damage: Damage) -> None:
    """Adds what came of damaging a package."""
    for place in damage.accepted:
        outcome.tried += 1
        outcome.lose(f"taken with {what} at {place}")
    outcome.tried += damage.tried - len(damage.accepted)
    outcome.count(what, damage.tried)
    outcome.counted[f"reasons ({what})"] = len(damage.codes)


def seen(home: OpenHome) -> tuple[HealthReport, list[str]]:
    """Everything a refused package might have changed."""
    with home.seat.database.begin() as session:
        rows = {
            table: session.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608  # names below
            for table in ("change", "state", "clash", "journal", "package", "device", "evidence", "kept")
        }
    staged = [str(path) for path in (*home.seat.paths.staging.iterdir(), *home.seat.paths.evidence.rglob("*.age"))]
    return home.health.verify(), [*(f"{table} {count}" for table, count in rows.items()), *staged]


def hostile(ground: Ground) -> Outcome:
    """Every kind of forged package, made with the very keys of an enrolled laptop."""
    outcome = Outcome()
    codes: set[str] = set()
    with an_office(ground.folder, ground.templates) as office:
        sender, recipient = desk_of(office.l1), desk_of(office.hq)
        before = seen(office.hq)
        for kind, _, forge in KINDS:
            outcome.tried += 1
            codes |= refused(outcome, office, kind, forge(sender, recipient))
            outcome.demand(seen(office.hq) == before, f"{kind} changed something")
    outcome.counted["reasons"] = len(codes)
    return outcome


def refused(outcome: Outcome, office: Office, kind: str, forged: bytes) -> set[str]:
    """The code with which headquarters refuses a forged package."""
    path = office.stick / "FSP_L1_000001_00000000.fsp"
    path.write_bytes(forged)
    try:
        office.hq.exchange.read(path)
    except FieldSurveyError as problem:
        return {problem.code}
    outcome.lose(f"{kind} was taken")
    return set()


def desk_of(home: OpenHome) -> Desk:
    """The keys of a home, as a forger who stole them would hold them."""
    identity = home.seat.identity
    signing = SigningKey(bytes.fromhex(identity.sign_secret))
    return Desk(identity.code, signing, SealKey.from_identity(identity.seal_identity))
