"""Accounts: made by the office, activated by their person, set up as that person likes."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database, i18n
from portal.accounts.forms import fold_email
from portal.accounts.tables import Account, AccountKind, Membership, OneTimeLink, Organisation
from portal.adapters.passwords import Passwords
from portal.audit.operations import record
from portal.errors import NotFound, PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.text import fold
from portal.web import sessions
from portal.web.tokens import digest, new_token

INVITATION_DAYS = 7
PASSWORD_LINK = "password"  # noqa: S105 (a purpose, no password)


class EmailTaken(PortalError):
    """There is an account with this e-mail address already."""


class LinkUnusable(PortalError):
    """The link was used, has expired, or never existed."""


async def create_account(
    kind: AccountKind,
    *,
    email: str,
    name: str,
    now: datetime.datetime,
    actor: UUID | None = None,
    formal_name: str = "",
    phone: str = "",
    language: str = i18n.DEFAULT_LANGUAGE,
) -> Account:
    """A new account without a password; raises `EmailTaken`."""
    account = Account(
        id=uuid4(),
        kind=kind.value,
        email=fold_email(email),
        name=name.strip(),
        formal_name=formal_name.strip(),
        search=fold(f"{name} {email}"),
        phone=phone,
        language=language,
        created_at=now,
    )
    try:
        async with database.transaction():
            await account.save()
            await record("account_created", at=now, actor=actor, subject=account.id, kind=kind.value)
    except Exception as error:
        if database.is_unique_violation(error):
            raise EmailTaken from error
        raise
    return account


async def invite(account: UUID, *, now: datetime.datetime, actor: UUID) -> None:
    """Have the person sent a link to choose a password; the link itself is made when the mail is."""
    async with database.transaction():
        await tell(account, EventKind.INVITATION, now=now)
        await record("invited", at=now, actor=actor, subject=account)


async def make_link(account: UUID, *, now: datetime.datetime) -> str:
    """The token of a one-time link to choose a password, good for seven days; we keep its hash only."""
    token = new_token()
    await OneTimeLink(
        id=digest(token),
        account=account,
        purpose=PASSWORD_LINK,
        created_at=now,
        expires_at=now + datetime.timedelta(days=INVITATION_DAYS),
    ).save()
    return token


async def account_of_link(token: str, *, now: datetime.datetime) -> Account:
    """Whose link this is, using nothing up; raises `LinkUnusable`."""
    link = await OneTimeLink.objects(OneTimeLink.account).get(OneTimeLink.id == digest(token))
    if link is None or link.used_at is not None or link.expires_at <= now or not link.account.is_active:
        raise LinkUnusable
    account: Account = link.account
    return account


async def activate(token: str, password: str, *, passwords: Passwords, now: datetime.datetime) -> str:
    """Use the link up, keep the password, end other sessions; returns the token of a new session."""
    account = await account_of_link(token, now=now)
    hashed = await passwords.hash(password)
    async with database.transaction():
        used = (
            await OneTimeLink.update({OneTimeLink.used_at: now})
            .where((OneTimeLink.id == digest(token)) & OneTimeLink.used_at.is_null())
            .returning(OneTimeLink.id)
        )
        if not used:
            raise LinkUnusable
        await Account.update({Account.password_hash: hashed, Account.signed_in_at: now}).where(Account.id == account.id)
        await sessions.end_all(account.id)
        await record("activated", at=now, actor=account.id)
        return await sessions.start(account.id, account.kind, now=now)


async def choose_language(account: UUID, language: str, *, now: datetime.datetime) -> None:
    """Keep the language that a person reads the portal, its mails and its PDFs in."""
    async with database.transaction():
        await Account.update({Account.language: language}).where(Account.id == account)
        await record("language_chosen", at=now, actor=account, language=language)


async def choose_notifications(
    account: UUID, *, documents: bool, questionnaires: bool, upload_requests: bool, now: datetime.datetime
) -> None:
    """Keep which news a person wants by e-mail."""
    chosen: dict[Column | str, Any] = {
        Account.is_told_of_documents: documents,
        Account.is_told_of_questionnaires: questionnaires,
        Account.is_told_of_upload_requests: upload_requests,
    }
    async with database.transaction():
        await Account.update(chosen).where(Account.id == account)
        await record("notifications_chosen", at=now, actor=account)


async def create_organisation(name: str, *, now: datetime.datetime) -> Organisation:
    """A new company."""
    organisation = Organisation(id=uuid4(), name=name, search=fold(name), created_at=now)
    async with database.transaction():
        await organisation.save()
        await record("organisation_created", at=now, actor=None, subject=organisation.id)
    return organisation


async def join(account: UUID, organisation: UUID, *, is_administrator: bool, now: datetime.datetime) -> None:
    """Let a person act for a company."""
    async with database.transaction():
        if not await Account.exists().where(Account.id == account):
            raise NotFound
        await Membership(
            id=uuid4(), organisation=organisation, account=account, is_administrator=is_administrator
        ).save()
        await record("joined", at=now, actor=None, subject=account, organisation=str(organisation))
