"""A colleague whom an administrator of the office invites: what is typed, and the account that comes of it."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from portal import database
from portal.accounts import operations as accounts
from portal.accounts.forms import EMAIL, LONGEST_EMAIL
from portal.accounts.tables import AccountKind, StaffRole
from portal.i18n import gettext as _
from portal.i18n import mark
from portal.staff.reading import Reading, Typed

LONGEST_PHONE = 40
ROLES = {StaffRole.EMPLOYEE: mark("Employee"), StaffRole.ADMINISTRATOR: mark("Administrator")}


@dataclass(frozen=True, slots=True)
class NewColleague:
    """A colleague to invite."""

    name: str
    email: str
    phone: str
    role: StaffRole


def new_colleague(typed: Typed) -> NewColleague:
    """The colleague that was typed; raises `Refused`."""
    reading = Reading(typed)
    email = reading.text("email", _("Fill in the e-mail address."), LONGEST_EMAIL)
    if email and not EMAIL.fullmatch(email):
        reading.errors["email"] = _("This is not an e-mail address. It looks like name@example.com.")
    name = reading.text("name", _("Fill in the name."))
    phone = reading.text("phone", longest=LONGEST_PHONE)
    role = reading.choice("role", [*StaffRole], _("Choose what this colleague may do."))
    reading.finish()
    return NewColleague(name, email, phone, StaffRole(role))


async def invite(colleague: NewColleague, *, actor: UUID, now: datetime.datetime) -> UUID:
    """Make an account for a colleague and have them sent a link; raises `EmailTaken`."""
    async with database.transaction():
        account = await accounts.create_account(
            AccountKind.STAFF,
            email=colleague.email,
            name=colleague.name,
            phone=colleague.phone,
            role=colleague.role,
            actor=actor,
            now=now,
        )
        await accounts.invite(account.id, now=now, actor=actor)
    return account.id
