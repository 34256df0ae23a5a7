"""The first tables: changes, states, projections, drafts, journal, peers, packages, evidence."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes everything from nothing."""
    _changes()
    _projections()
    _drafts()
    _own_books()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE case_search USING fts5(words, pinyin, content='', contentless_delete=1, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co Cn'\")"
        )
        _guards()


def _changes() -> None:
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("aside", sa.Text(), nullable=False, server_default=""),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_change"),
        sa.UniqueConstraint("id", name="uq_change_id"),
    )
    op.create_index("ix_change_record", "change", ["record"])
    op.create_index("ix_change_device_n", "change", ["device", "n"])
    op.create_table(
        "state",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record", name="pk_state"),
    )
    op.create_table(
        "clash",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record", "address", name="pk_clash"),
    )


def _projections() -> None:
    op.create_table(
        "case_row",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("survey_no", "name", "address", "employer", "identity", "mobile", "status")
        ),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("clashes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_row"),
        sa.UniqueConstraint("record", name="uq_case_row_record"),
    )
    op.create_table(
        "case_number",
        sa.Column("case_row", sa.Integer(), nullable=False),
        sa.Column("forward", sa.Text(), nullable=False),
        sa.Column("backward", sa.Text(), nullable=False),
    )
    op.create_index("ix_case_number_case_row", "case_number", ["case_row"])
    for column in ("forward", "backward"):
        op.create_index(f"ix_case_number_{column}", "case_number", [column, "case_row"])
    op.create_table(
        "assignment_row",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("record", "case", "device", "ended_on")),
        sa.PrimaryKeyConstraint("record", name="pk_assignment_row"),
    )
    op.create_index("ix_assignment_row_case", "assignment_row", ["case"])
    op.create_index("ix_assignment_row_device", "assignment_row", ["device"])
    op.create_table(
        "paper_row",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("record", "case", "form", "printed_on")),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("copy_state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_paper_row"),
    )
    op.create_index("ix_paper_row_case", "paper_row", ["case"])
    op.create_table(
        "evidence_row",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "sha256", name="pk_evidence_row"),
    )


def _drafts() -> None:
    op.create_table(
        "draft",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "record", "author", "started_at", "saved_at")),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("base", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("record", name="uq_draft_record"),
    )
    op.create_table(
        "draft_answer",
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.id"], name="fk_draft_answer_draft", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft", "address", name="pk_draft_answer"),
    )


def _own_books() -> None:
    op.create_table(
        "journal",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", "n", name="pk_journal"),
    )
    op.create_table(
        "kept",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_kept"),
    )
    op.create_table(
        "device",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "code", "desk")),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=False, server_default=""),
        sa.Column("acknowledged", sa.LargeBinary(), nullable=False, server_default="{}"),
        sa.Column("receipt_at", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("hash", "prev", "name", "at")),
        sa.Column("covers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
    )
    op.create_index("ix_package_direction_peer_seq", "package", ["direction", "peer", "seq"])
    op.create_table(
        "evidence",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_evidence"),
    )


def _guards() -> None:
    for name, moment, table in (
        ("journal_no_update", "UPDATE", "journal"),
        ("journal_no_delete", "DELETE", "journal"),
        ("change_no_update", "UPDATE OF id, record, kind, device, n, body", "change"),
        ("change_no_delete", "DELETE", "change"),
    ):
        op.execute(f"CREATE TRIGGER {name} BEFORE {moment} ON {table} BEGIN SELECT RAISE(ABORT, 'append only'); END")
