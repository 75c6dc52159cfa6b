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
    number = UUID(help_text="what its owner calls it by when signing it out")
    browser = Varchar(40, default="")
    system = Varchar(40, default="")
    way = Varchar(20, default="password", help_text="how they signed in")
    acting_for = UUID(null=True, default=None, help_text="the company; nobody but themselves when empty")
    proved_at = Timestamptz(null=True, default=None, help_text="when they last proved who they are")
