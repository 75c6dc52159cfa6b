"""Second factors, the recovery code, and sign-ins of which only the password was right so far."""

from enum import StrEnum

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from portal.accounts.tables import Account


class FactorKind(StrEnum):
    """What a person can prove beside the password."""

    PASSKEY = "passkey"
    APP = "app"
    SMS = "sms"


class SecondFactor(Table, tablename="second_factor"):
    """One authenticator app, phone number or passkey of a person. It counts from the moment that it was proven."""

    id = UUID(primary_key=True)
    account = ForeignKey(Account, null=False)
    kind = Varchar(10)
    name = Varchar(80, default="", help_text="as its owner tells it from the others")
    secret = Bytea(help_text="encrypted: the key of an app, a phone number, or what a passkey is checked with")
    last_step = BigInt(null=True, default=None, help_text="the last half minute of which a code was used (RFC 6238)")
    created_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None, help_text="empty until it was proven for the first time")
    used_at = Timestamptz(null=True, default=None)


class RecoveryCode(Table, tablename="recovery_code"):
    """What lets a person in once without their second factor. Only its SHA-256 is kept: it has 128 random bits."""

    account = ForeignKey(Account, primary_key=True, null=False)
    code = Varchar(64, help_text="SHA-256, hexadecimal")
    created_at = Timestamptz()
    kept_at = Timestamptz(null=True, default=None, help_text="when the person said that they kept it")


class HalfwaySignIn(Table, tablename="halfway_sign_in"):
    """A sign-in of which the password was right and the second factor is still to come. It opens nothing."""

    id = Varchar(64, primary_key=True, help_text="SHA-256 of the token in its cookie, hexadecimal")
    account = ForeignKey(Account, null=False)
    kind = Varchar(10, help_text="client or staff")
    is_known = Boolean(default=True, help_text="whether somebody signed in from this browser before")
    target = Varchar(500, default="", help_text="the address that the person wanted to open")
    way = Varchar(10, help_text="the kind of factor that is asked for now")
    created_at = Timestamptz()
    expires_at = Timestamptz()
    tries = Integer(default=0)
