"""Accounts: made by the office, activated by their person, set up as that person likes."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from portal import database, i18n
from portal.accounts.forms import fold_email
from portal.accounts.tables import Account, AccountKind, StaffRole
from portal.audit.operations import record
from portal.errors import PortalError
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.text import fold


class EmailTaken(PortalError):
    """There is an account with this e-mail address already."""


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
    role: StaffRole = StaffRole.EMPLOYEE,
) -> Account:
    """A new account without a password; raises `EmailTaken`. Only staff have a role."""
    account = Account(
        id=uuid4(),
        kind=kind.value,
        email=fold_email(email),
        name=" ".join(name.split()),
        formal_name=" ".join(formal_name.split()),
        search=search_text(name, email),
        phone=phone,
        language=language,
        role=role.value if kind is AccountKind.STAFF else "",
        created_at=now,
    )
    async with database.transaction():
        if not await Account.insert(account).on_conflict(action="DO NOTHING").returning(Account.id):
            raise EmailTaken  # a transaction under way goes on after it
        await record("account_created", at=now, actor=actor, subject=account.id, kind=kind.value)
    return account


async def rename(account: UUID, name: str, formal_name: str) -> None:
    """Call somebody what the office typed, in the transaction under way."""
    names: dict[Column | str, Any] = {
        Account.name: " ".join(name.split()),
        Account.formal_name: " ".join(formal_name.split()),
    }
    await Account.update(names).where(Account.id == account)
    await note_search(account)


async def note_search(account: UUID) -> None:
    """Have somebody found by the name and address that they have now, in the transaction that changed one of them."""
    called = await Account.select(Account.name, Account.email).where(Account.id == account).first()
    if called is not None:
        await Account.update({Account.search: search_text(**called)}).where(Account.id == account)


def search_text(name: str, email: str) -> str:
    """What a person is found by."""
    return fold(f"{name} {email}")


async def invite(account: UUID, *, now: datetime.datetime, actor: UUID | None) -> None:
    """Have the person sent a link to choose a password; the link itself is made when the mail is."""
    async with database.transaction():
        await tell(account, EventKind.INVITATION, now=now)
        await record("invited", at=now, actor=actor, subject=account)


async def choose_language(account: UUID, language: str, *, now: datetime.datetime) -> None:
    """Keep the language that a person reads the portal, its mails and its PDFs in."""
    async with database.transaction():
        await Account.update({Account.language: language}).where(Account.id == account)
        await record("language_chosen", at=now, actor=account, language=language)


async def choose_notifications(
    account: UUID,
    *,
    documents: bool,
    questionnaires: bool,
    upload_requests: bool,
    reminders: bool,
    now: datetime.datetime,
) -> None:
    """Keep which news a person wants by e-mail."""
    chosen: dict[Column | str, Any] = {
        Account.is_told_of_documents: documents,
        Account.is_told_of_questionnaires: questionnaires,
        Account.is_told_of_upload_requests: upload_requests,
        Account.is_told_of_reminders: reminders,
    }
    async with database.transaction():
        await Account.update(chosen).where(Account.id == account)
        await record("notifications_chosen", at=now, actor=account)
