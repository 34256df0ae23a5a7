"""What lists are filtered and ordered by; numbers in the order of their households. Derived, and made anew after it."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

TEXTS = (
    *("case_no", "door", "sound", "filing_org", "cause", "category"),
    *("visited_on", "outcome", "surveyor1", "surveyor2"),
)


def upgrade() -> None:
    """Adds the columns, and lays the numbers out anew."""
    for name in TEXTS:
        op.add_column("case_row", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("case_row", sa.Column("later", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("case_number")
    op.create_table(
        "case_number",
        sa.Column("case_row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("forward", sa.Text(), nullable=False),
        sa.Column("backward", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_row", "forward", name="pk_case_number"),
        sqlite_with_rowid=False,
    )
    for column in ("forward", "backward"):
        op.create_index(f"ix_case_number_{column}", "case_number", [column, "case_row"])
    op.drop_index("ix_change_device_n", "change")
    op.create_index("ix_change_device_n", "change", ["device", "n", "kind", "record"])
