"""What lists of papers are ordered by, and what comparing them found. Derived, and made anew after it."""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns, their indexes, and the table of what was compared."""
    op.add_column("case_row", sa.Column("version", sa.Text(), nullable=False, server_default=""))
    for name in ("replaces", "ends", "part", "seen", "door", "building"):
        op.add_column("paper_row", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("paper_row", sa.Column("line", sa.LargeBinary(), nullable=False, server_default="{}"))
    for name in ("is_blank", "is_stale", "stands"):
        op.add_column("paper_row", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_paper_row_replaces", "paper_row", ["replaces"])
    op.create_index("ix_paper_row_ends", "paper_row", ["ends"])
    op.create_index("ix_paper_row_listed", "paper_row", ["is_blank", "copy_state", "door", "record"])
    op.create_index("ix_paper_row_building", "paper_row", ["is_blank", "copy_state", "building"])
    op.create_index("ix_paper_row_is_stale", "paper_row", ["is_stale", "copy_state"])
    op.create_table(
        "paper_compared",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_paper_compared"),
    )
