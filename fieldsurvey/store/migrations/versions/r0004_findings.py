"""What the checks found in each household, which of its states they looked at, and how many stood open day by day."""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables, empty: what waits is found by comparing versions."""
    op.create_table(
        "checked_row",
        sa.Column("case_row", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("notes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_row", name="pk_checked_row"),
    )
    op.create_index("ix_checked_row_org", "checked_row", ["org"])
    op.create_index("ix_checked_row_person", "checked_row", ["person"])
    op.create_table(
        "finding_row",
        sa.Column("case_row", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("is_answered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_row", "n", name="pk_finding_row"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_finding_row_is_answered", "finding_row", ["is_answered", "severity", "check_id"])
    op.create_table(
        "finding_text",
        sa.Column("case_row", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("first", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_row", "first", name="pk_finding_text"),
    )
    op.create_table(
        "shared_key",
        sa.Column("key", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("case_row", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("key", "case_row", name="pk_shared_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding_day",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "check_id", "severity", name="pk_finding_day"),
        sqlite_with_rowid=False,
    )
