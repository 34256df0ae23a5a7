"""The tables: changes as they came, what is derived from them, drafts, the journal, and what we know of peers.

Constraints speak of our own bookkeeping only; none may refuse what a foreign, well-formed change says.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

change = Table(
    "change",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("record", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("aside", Text, nullable=False, server_default=""),
    Column("body", LargeBinary, nullable=False),
    # With kind and record in the index, finding the households of what is not confirmed reads nothing else.
    Index("ix_change_device_n", "device", "n", "kind", "record"),
)

state = Table(
    "state",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("changes", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

clash = Table(
    "clash",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("address", Text, primary_key=True),
)

case_row = Table(
    "case_row",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("record", Text, nullable=False, unique=True),
    Column("survey_no", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("mobile", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("clashes", Integer, nullable=False),
    # What lists are filtered and ordered by; `visited_on`, `outcome` and the surveyors are those of the last visit.
    Column("case_no", Text, nullable=False, server_default=""),
    Column("door", Text, nullable=False, server_default=""),
    Column("sound", Text, nullable=False, server_default=""),
    Column("filing_org", Text, nullable=False, server_default=""),
    Column("cause", Text, nullable=False, server_default=""),
    Column("category", Text, nullable=False, server_default=""),
    Column("visited_on", Text, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("surveyor1", Text, nullable=False, server_default=""),
    Column("surveyor2", Text, nullable=False, server_default=""),
    Column("later", Integer, nullable=False, server_default="0"),
    # Which changes the household is made of; a paper keeps the same of the day it was printed.
    Column("version", Text, nullable=False, server_default=""),
)

case_number = Table(
    "case_number",
    METADATA,
    Column("case_row", Integer, primary_key=True, autoincrement=False),
    Column("forward", Text, primary_key=True),
    Column("backward", Text, nullable=False),
    # With the case in the index, a search that thousands of numbers match reads nothing else.
    Index("ix_case_number_forward", "forward", "case_row"),
    Index("ix_case_number_backward", "backward", "case_row"),
    # Kept in the order of the households, which come one after the other: one index less to write at random.
    sqlite_with_rowid=False,
)

assignment_row = Table(
    "assignment_row",
    METADATA,
    Column("record", Text, primary_key=True),
    Column("case", Text, nullable=False, index=True),
    Column("device", Text, nullable=False, index=True),
    Column("ended_on", Text, nullable=False),
)

paper_row = Table(
    "paper_row",
    METADATA,
    Column("record", Text, primary_key=True),
    Column("case", Text, nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("printed_on", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    # Of the copy that is least far.
    Column("copy_state", Text, nullable=False),
    Column("is_blank", Integer, nullable=False, server_default="0"),
    Column("replaces", Text, nullable=False, server_default="", index=True),
    # The paper that is void once this one is handed over; whether this one stands for one that is not void.
    Column("ends", Text, nullable=False, server_default="", index=True),
    Column("stands", Integer, nullable=False, server_default="0"),
    Column("part", Text, nullable=False, server_default=""),
    Column("seen", Text, nullable=False, server_default=""),
    # What a list says of it besides: who printed it, its copies.
    Column("line", LargeBinary, nullable=False, server_default="{}"),
    # Of its household: the order of its door, its building, and whether it was changed since the paper was printed.
    Column("door", Text, nullable=False, server_default=""),
    Column("building", Text, nullable=False, server_default=""),
    Column("is_stale", Integer, nullable=False, server_default="0"),
    Index("ix_paper_row_listed", "is_blank", "copy_state", "door", "record"),
    Index("ix_paper_row_building", "is_blank", "copy_state", "building"),
    Index("ix_paper_row_is_stale", "is_stale", "copy_state"),
)

# What comparing a paper with its household found, for one version of it; may be forgotten at any time.
paper_compared = Table(
    "paper_compared",
    METADATA,
    Column("record", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("found", LargeBinary, nullable=False),
)

evidence_row = Table(
    "evidence_row",
    METADATA,
    Column("record", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
)

# What the checks found, trailing behind the changes. `checked_row` says in which state a household was looked at, under
# which rules; where that is not the present state, or nothing is kept, it waits. All of it may be forgotten any time.
checked_row = Table(
    "checked_row",
    METADATA,
    Column("case_row", Integer, primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("org", Text, nullable=False, index=True),
    Column("person", Text, nullable=False, index=True),
    # How many of its findings stand open: by organisation and person nobody counts millions of them.
    Column("errors", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0"),
    Column("notes", Integer, nullable=False, server_default="0"),
    # The keys in `shared_key`, eight bytes each.
    Column("shared", LargeBinary, nullable=False),
)

finding_row = Table(
    "finding_row",
    METADATA,
    Column("case_row", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("check_id", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("is_answered", Integer, nullable=False),
    Index("ix_finding_row_is_answered", "is_answered", "severity", "check_id"),
    sqlite_with_rowid=False,
)

# What the findings of a household say, those from number `first` on in one piece: that is written sooner than a row for
# each, and nothing is searched by it.
finding_text = Table(
    "finding_text",
    METADATA,
    Column("case_row", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("texts", LargeBinary, nullable=False),
)

# What no two households should have in common, as numbers; two that meet are then compared by what they say.
shared_key = Table(
    "shared_key",
    METADATA,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("case_row", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# How many findings stood open when everything had been looked at on a business day; kept, and not derived.
finding_day = Table(
    "finding_day",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("check_id", Text, primary_key=True),
    Column("severity", Integer, primary_key=True, autoincrement=False),
    Column("open", Integer, nullable=False),
    sqlite_with_rowid=False,
)

draft = Table(
    "draft",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("record", Text, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    Column("page", Integer, nullable=False),
    Column("focus", Text, nullable=False),
    Column("base", LargeBinary, nullable=False),
)

draft_answer = Table(
    "draft_answer",
    METADATA,
    Column("draft", Text, ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("heads", LargeBinary, nullable=False),
)

journal = Table(
    "journal",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("previous", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", Text, nullable=False),
)

kept = Table(
    "kept",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

device = Table(
    "device",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("certificate", LargeBinary, nullable=False),
    Column("home", Text, nullable=False),
    Column("revoked_at", Text, nullable=False, server_default=""),
    Column("acknowledged", LargeBinary, nullable=False, server_default="{}"),
    Column("receipt_at", Text, nullable=False, server_default=""),
)

package = Table(
    "package",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("direction", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("covers", LargeBinary, nullable=False),
    Index("ix_package_direction_peer_seq", "direction", "peer", "seq"),
)

evidence = Table(
    "evidence",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media", Text, nullable=False),
    Column("added_at", Text, nullable=False),
)
