"""Work to be done in the background."""

from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Job(Table, tablename="job"):
    """One piece of work, claimed by a lease, so that any number of workers is safe."""

    id = UUID(primary_key=True)
    kind = Varchar(40)
    subject = UUID()
    created_at = Timestamptz()
    due_at = Timestamptz(null=True, default=None, index=True, help_text="when to run; empty once done or given up")
    lease_until = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    done_at = Timestamptz(null=True, default=None)
