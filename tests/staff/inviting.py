"""Inviting Noor, and what she does with the mail."""

import re
from email.message import EmailMessage
from uuid import UUID

from portal.accounts.queries import by_email
from tests.support.browser import Page, Person
from tests.support.mailroom import Mailroom

NOOR = {
    "name": "Noor Jansen",
    "formal_name": "",
    "email": "noor@example.com",
    "mobile": "06 12345687",
    "language": "nl",
}
PASSWORD = "five loose words to keep"


async def invite(mailroom: Mailroom, **fields: str) -> tuple[Person, UUID]:
    """Sanne's browser, after she invited Noor."""
    sanne = await mailroom.office.browser("sanne")
    assert (await sanne.post("/staff/clients", {**NOOR, **fields})).status == 303
    made = await by_email(fields.get("email", NOOR["email"]))
    assert made is not None
    return sanne, made.id


def link(mail: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"/activate/\S+", mail.get_body(("plain",)).get_content())
    assert found is not None
    return found.group(0)


async def follow(mailroom: Mailroom, path: str) -> Page:
    """What somebody sees who opens a link in a mail."""
    visitor = mailroom.office.visitor()
    return await visitor.follow(await visitor.get(path))


async def activate(mailroom: Mailroom, path: str) -> Page:
    """Open a link in a mail and choose a password."""
    visitor = mailroom.office.visitor()
    await visitor.get(path)
    return await visitor.post("/activate", {"password": PASSWORD})
