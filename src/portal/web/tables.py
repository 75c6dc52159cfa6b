"""Who is signed in."""

from piccolo.columns import UUID, Timestamptz, Varchar
from piccolo.table import Table


class Session(Table, tablename="session"):
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    id = Varchar(64, primary_key=True, help_text="SHA-256 of the token, hexadecimal")
    account = UUID(index=True)
    kind = Varchar(10)
    created_at = Timestamptz()
    last_seen_at = Timestamptz(index=True)
