"""What the office does in one act that touches several features: all of it, or nothing."""

import datetime
from collections.abc import AsyncIterator, Collection
from dataclasses import asdict
from uuid import UUID, uuid4

from portal import database
from portal.accounts import invitations, mobile
from portal.accounts import operations as accounts
from portal.accounts.tables import AccountKind
from portal.adapters.encryption import KeyRing
from portal.adapters.storage import Storage
from portal.audit.operations import record
from portal.companies.operations.organisations import give_dossier
from portal.dossiers.operations import dossiers
from portal.dossiers.operations.documents import Publication, publish
from portal.errors import Conflict
from portal.files.names import name_for
from portal.files.receiving import receive
from portal.outbox import operations as outbox
from portal.questionnaires import operations as questionnaires
from portal.staff.forms.dossiers import DossierFields
from portal.staff.forms.people import ClientDetails, NewClient
from portal.staff.forms.publishing import Destination
from portal.staff.forms.requests import QuestionnaireRequest, UploadRequest
from portal.staff.people import Match
from portal.uploads import operations as uploads


class NothingToSendAgain(Conflict):
    """There is no such mail to this client, or the mail server took it after all."""


async def make_dossier(made: DossierFields, people: Collection[Match], *, actor: UUID, now: datetime.datetime) -> UUID:
    """A new dossier, which these people and companies see at once; raises `NumberTaken`."""
    async with database.transaction():
        dossier = await dossiers.create_dossier(**asdict(made), actor=actor, now=now)
        for one in people:
            give = give_dossier if one.is_company else dossiers.give_access
            await give(dossier, one.id, actor=actor, now=now)
    return dossier


async def close_dossier(dossier: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Finish a case and take back what is still asked in it; the clients are told."""
    async with database.transaction():
        await dossiers.close(dossier, actor=actor, now=now)
        await uploads.withdraw_all(dossier, actor=actor, now=now)
        await questionnaires.withdraw_all(dossier, actor=actor, now=now)


async def request_uploads(
    dossier: UUID, asked: UploadRequest, *, actor: UUID, keys: KeyRing, now: datetime.datetime, window: int
) -> None:
    """Ask each of the chosen people for documents; raises what `request_upload` raises."""
    async with database.transaction():
        for addressee in asked.people:
            await uploads.request_upload(
                dossier,
                addressee,
                title=asked.title,
                message=asked.message,
                due_date=asked.due_date,
                actor=actor,
                keys=keys,
                now=now,
                window=window,
            )


async def request_responses(
    dossier: UUID, asked: QuestionnaireRequest, *, actor: UUID, now: datetime.datetime, window: int
) -> None:
    """Ask each of the chosen people to fill in a questionnaire; raises what `request_response` raises."""
    async with database.transaction():
        for addressee in asked.people:
            await questionnaires.request_response(
                dossier,
                addressee,
                asked.questionnaire,
                due_date=asked.due_date,
                actor=actor,
                now=now,
                window=window,
            )


async def publish_file(
    dossier: UUID,
    destination: Destination,
    *,
    title: str,
    file_name: str,
    chunks: AsyncIterator[bytes],
    storage: Storage,
    keys: KeyRing,
    max_bytes: int,
    actor: UUID,
    now: datetime.datetime,
    window: int,
) -> UUID:
    """Take in a file and put it ready; without a title it is called as its file is. Raises a `FileRefused`."""
    received = await receive(
        chunks, storage=storage, keys=keys, file_id=uuid4(), declared_size=None, max_bytes=max_bytes
    )
    name = name_for(file_name, received.content_type)
    publication = Publication(
        category=destination.category,
        title=title or name.rpartition(".")[0],
        file_name=name,
        file=received,
        addressees=destination.people,
    )
    return await publish(dossier, publication, actor=actor, now=now, window=window)


async def invite_client(client: NewClient, *, keys: KeyRing, actor: UUID | None, now: datetime.datetime) -> UUID:
    """Make an account for a client, let them see their dossier, and have them sent a link; raises `EmailTaken`."""
    async with database.transaction():
        account = await accounts.create_account(
            AccountKind.CLIENT,
            email=client.email,
            name=client.name,
            formal_name=client.formal_name,
            language=client.language,
            actor=actor,
            now=now,
        )
        if client.mobile:
            await mobile.keep(account.id, client.mobile, keys=keys)
        if client.dossier:
            await dossiers.give_access(client.dossier, account.id, actor=actor, now=now)
        await accounts.invite(account.id, now=now, actor=actor)
    return account.id


async def change_client(
    client: UUID, changed: ClientDetails, *, keys: KeyRing, actor: UUID, now: datetime.datetime
) -> None:
    """Note what a client is called and on what number they are reached; their dossiers are found by the new name."""
    async with database.transaction():
        await accounts.rename(client, changed.name, changed.formal_name)
        await mobile.keep(client, changed.mobile, keys=keys)
        await dossiers.note_person(client)
        await record("details_changed", at=now, actor=actor, subject=client)


async def correct_address(client: UUID, email: str, *, actor: UUID, now: datetime.datetime) -> None:
    """Invite a client at another address, by which their dossiers are found from now on.

    Raises `EmailTaken`, `NotWaiting` or `NotFound`.
    """
    async with database.transaction():
        await invitations.correct_address(client, email, actor=actor, now=now)
        await dossiers.note_person(client)


async def send_again(mail: UUID, client: UUID, *, actor: UUID, now: datetime.datetime) -> None:
    """Send a mail to a client again that the mail server did not take; raises `NothingToSendAgain`."""
    async with database.transaction():
        events = await outbox.retry(mail, client, now=now)
        if not events:
            raise NothingToSendAgain
        await record("mail_retried", at=now, actor=actor, subject=client, events=events)
