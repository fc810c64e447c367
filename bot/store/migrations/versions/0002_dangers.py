"""How often each kind of danger was noticed on each day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "dangers",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("times", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("dangers")
