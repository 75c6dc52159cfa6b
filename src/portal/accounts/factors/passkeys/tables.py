"""What browsers were asked to sign with a passkey, until they answer."""

from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table


class PasskeyChallenge(Table, tablename="passkey_challenge"):
    """A challenge that was given to a browser. It is removed when it is answered, so that it is good once."""

    id = Varchar(64, primary_key=True, help_text="SHA-256 of the challenge, hexadecimal")
    ceremony = Varchar(12, help_text="what it was made for")
    holder = Varchar(64, help_text="who may answer it: a browser, a sign-in under way, or an account")
    created_at = Timestamptz()
    expires_at = Timestamptz(index=True)
