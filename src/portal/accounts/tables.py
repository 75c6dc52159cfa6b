"""People, companies, and the one-time links and throttles by which people get in."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table


class AccountKind(StrEnum):
    """An account is of one kind and never of both."""

    CLIENT = "client"
    STAFF = "staff"


class StaffRole(StrEnum):
    """What somebody at the office may do; an administrator also sees to accounts and to how safe they are."""

    EMPLOYEE = "employee"
    ADMINISTRATOR = "administrator"


class Account(Table, tablename="account"):
    """A person who can sign in."""

    id = UUID(primary_key=True)
    kind = Varchar(10)
    email = Varchar(254, unique=True, help_text="folded to lower case")
    name = Varchar(200, help_text="as it is shown: Anna de Vries")
    formal_name = Varchar(200, default="", help_text="as the person is addressed: mevrouw De Vries")
    search = Text(default="", help_text="name and address, folded by us")
    phone = Varchar(40, default="", help_text="of staff, as clients see it")
    mobile = Bytea(null=True, default=None, help_text="of a client, for codes; encrypted")
    password_hash = Text(default="", help_text="argon2id; empty until activated")
    password_changed_at = Timestamptz(null=True, default=None)
    language = Varchar(2, default="nl")
    is_active = Boolean(default=True)
    is_told_of_documents = Boolean(default=True)
    is_told_of_questionnaires = Boolean(default=True)
    is_told_of_upload_requests = Boolean(default=True)
    is_told_of_reminders = Boolean(default=True, help_text="of due dates")
    created_at = Timestamptz()
    signed_in_at = Timestamptz(null=True, default=None)
    previously_signed_in_at = Timestamptz(null=True, default=None)
    role = Varchar(20, default="", help_text="of staff: employee or administrator")
    wrong_codes = Integer(default=0, help_text="wrong second factors in all, from browsers that we do not know")


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"
    EMAIL_CHANGE = "email_change"
    EMAIL_UNDO = "email_undo"


class Organisation(Table, tablename="organisation"):
    """A company with accounts of its own."""

    id = UUID(primary_key=True)
    name = Varchar(200)
    search = Text(default="")
    created_at = Timestamptz()


class Membership(Table, tablename="membership"):
    """A person acting for an organisation, once for each; what they may see there is kept in `dossier_access`."""

    id = UUID(primary_key=True)
    organisation = ForeignKey(Organisation, null=False)
    account = ForeignKey(Account, null=False)
    name = Varchar(200, help_text="as whoever added them typed it: what the account says is its owner's")
    is_administrator = Boolean(default=False, help_text="sees and does everything, and decides who else may")
    sees_all = Boolean(default=False, help_text="every dossier of the company, also new ones; otherwise chosen ones")
    can_deliver = Boolean(default=False, help_text="fills in and delivers, in what they see as one who sees all")
    is_home = Boolean(default=False, help_text="what they act for when they sign in")
    added_by = ForeignKey(Account, on_delete=OnDelete.set_null)
    created_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None, help_text="when they last came in to act for it; never: invited")
    blocked_at = Timestamptz(null=True, default=None)


class OneTimeLink(Table, tablename="one_time_link"):
    """A link that lets its holder choose a password, once. Only the SHA-256 of its token is kept."""

    id = Varchar(64, primary_key=True)
    account = ForeignKey(Account, null=False)
    purpose = Varchar(20, help_text="invitation or reset")
    item = UUID(null=True, default=None, help_text="what it is about: a change of the e-mail address")
    email = Varchar(254, default="", help_text="where it went: it is worth nothing once the account has another")
    created_at = Timestamptz()
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class EmailChange(Table, tablename="email_change"):
    """That a person wants their e-mail to go to another address; it does from `confirmed_at` on, until `ended_at`."""

    id = UUID(primary_key=True)
    account = ForeignKey(Account, null=False)
    old_address = Varchar(254)
    new_address = Varchar(254)
    requested_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None, help_text="when another request took its place, or it was undone")


class SignInAttempts(Table, tablename="sign_in_attempts"):
    """Attempts at what could be guessed, counted per account, per address and together, within a window."""

    id = Varchar(100, primary_key=True, help_text="what is counted: a keyed hash, never an address in the clear")
    window_started_at = Timestamptz()
    failures = Integer(default=0)
    succeeded_at = Timestamptz(null=True, default=None, help_text="when this address last got in to this account")


class KnownDevice(Table, tablename="known_device"):
    """A browser from which somebody signed in before. Only the SHA-256 of the token in its cookie is kept."""

    id = Varchar(64, primary_key=True)
    account = ForeignKey(Account, null=False)
    created_at = Timestamptz()
    used_at = Timestamptz()
    wrong_codes = Integer(default=0, help_text="wrong second factors since the last right one")


class OfficeRule(Table, tablename="office_rule"):
    """What the office demands of everybody; one row, or none where it demands nothing."""

    id = Integer(primary_key=True)
    second_step_from = Date(null=True, default=None, help_text="from this day on, clients need a second factor")
