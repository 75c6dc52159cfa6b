"""News goes out once per person and dossier, and not when it is no news any more."""

import datetime
from uuid import UUID

import pytest

from portal import database
from portal.dossiers.operations import documents
from portal.dossiers.tables import Category, RequestState
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from portal.uploads import operations as uploads
from portal.uploads.tables import UploadRequest
from tests.notifications.asking import ask_anna
from tests.support.mailroom import Mailroom
from tests.support.papers import publish

MINUTE = datetime.timedelta(minutes=1)


async def ask(mailroom: Mailroom, dossier: UUID, kind: EventKind = EventKind.UPLOAD_REQUESTED, window: int = 0) -> UUID:
    """Ask Anna for documents, and have her told."""
    request = await ask_anna(mailroom.office, dossier)
    await tell_anna(mailroom, kind, dossier, request, window)
    return request


async def request_upload(mailroom: Mailroom, dossier: UUID) -> UUID:
    """Ask Anna for documents as the office does, with a message that she can read."""
    office = mailroom.office
    return await uploads.request_upload(
        dossier,
        office.accounts["anna"].id,
        title="Uw paspoort",
        message="Wilt u ons een kopie sturen?",
        due_date=None,
        actor=office.accounts["sanne"].id,
        keys=office.adapters.keys,
        now=office.clock.now(),
        window=0,
    )


async def tell_anna(mailroom: Mailroom, kind: EventKind, dossier: UUID, item: UUID, window: int = 0) -> None:
    office = mailroom.office
    await tell(office.accounts["anna"].id, kind, now=office.clock.now(), window=window, dossier=dossier, item=item)


async def test_a_new_document_is_told_once(mailroom: Mailroom, dossier: UUID) -> None:
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    await mailroom.deliver()
    (mail,) = mailroom.server.arrived
    assert mail["To"] == "anna@example.com"
    assert mail["Subject"] == "Er staat een nieuw document voor u klaar"
    assert await mailroom.outcomes() == ["sent"]


async def test_a_letter_is_called_a_letter(mailroom: Mailroom, dossier: UUID) -> None:
    await publish(mailroom.office, dossier, category=Category.CORRESPONDENCE)
    await mailroom.deliver()
    assert mailroom.server.arrived[0]["Subject"] == "Er staat een nieuwe brief voor u klaar"


async def test_each_reader_gets_a_mail_of_their_own_in_their_own_language(mailroom: Mailroom) -> None:
    shared = await mailroom.office.dossier("2026.2001", clients=("anna", "bas"))
    await mailroom.change("bas", language="en")
    await publish(mailroom.office, shared)
    await mailroom.deliver()
    assert {(mail["To"], mail["Content-Language"], mail["Subject"]) for mail in mailroom.server.arrived} == {
        ("anna@example.com", "nl", "Er staat een nieuw document voor u klaar"),
        ("bas@example.com", "en", "A new document is ready for you"),
    }


async def test_news_of_one_dossier_waits_for_the_window_of_the_first_and_travels_together(
    mailroom: Mailroom, dossier: UUID
) -> None:
    clock = mailroom.office.clock
    first = await ask(mailroom, dossier, window=900)
    clock.moment += 10 * MINUTE
    await ask(mailroom, dossier, window=900)
    await tell_anna(mailroom, EventKind.REMINDER, dossier, first, window=900)
    assert await mailroom.deliver() == 0
    clock.moment += 5 * MINUTE
    assert await mailroom.deliver() == 1
    (mail,) = mailroom.server.arrived
    assert mail["Subject"] == "Er staan nieuwe dingen voor u klaar"
    text = mail.get_body(("plain",)).get_content().splitlines()
    assert [line for line in text if line.startswith("- ")] == ["- 2 verzoeken om documenten", "- 1 herinnering"]
    clock.moment += 60 * MINUTE
    assert await mailroom.deliver() == 0


async def test_two_dossiers_make_two_mails(mailroom: Mailroom, dossier: UUID) -> None:
    await publish(mailroom.office, dossier)
    await publish(mailroom.office, await mailroom.office.dossier("2026.2002"))
    await mailroom.deliver()
    assert len(mailroom.server.arrived) == 2


async def test_what_was_opened_meanwhile_is_not_told(mailroom: Mailroom, dossier: UUID) -> None:
    anna = await mailroom.office.browser("anna")
    document = await publish(mailroom.office, dossier)
    assert (await anna.get(f"/documents/{document}/download")).status == 200
    await mailroom.deliver()
    assert mailroom.server.arrived == []
    assert await mailroom.outcomes() == ["dropped"]


async def test_who_is_looking_at_the_dossier_is_told_nothing_of_what_they_see(mailroom: Mailroom) -> None:
    office = mailroom.office
    looked_at, other = await office.dossier("2026.5001"), await office.dossier("2026.5002")
    anna = await office.browser("anna")
    await publish(office, looked_at)
    await ask(mailroom, looked_at)
    await publish(office, other)
    assert (await anna.get(f"/dossiers/{looked_at}/progress")).status == 200
    await publish(office, looked_at)  # came in after that look
    await mailroom.deliver()
    assert [mail["Subject"] for mail in mailroom.server.arrived] == ["Er staat een nieuw document voor u klaar"] * 2
    assert sorted(await mailroom.outcomes()) == ["dropped", "dropped", "sent", "sent"]


async def test_who_opens_a_request_is_told_of_the_other_news_only(mailroom: Mailroom, dossier: UUID) -> None:
    anna = await mailroom.office.browser("anna")
    request, _other = await request_upload(mailroom, dossier), await ask(mailroom, dossier)
    assert (await anna.get(f"/upload-requests/{request}")).status == 200
    await mailroom.deliver()
    assert mailroom.server.arrived[0]["Subject"] == "Wij vragen u om documenten"
    assert sorted(await mailroom.outcomes()) == ["dropped", "sent"]


async def test_a_look_of_somebody_else_keeps_nothing_from_anybody(mailroom: Mailroom) -> None:
    shared = await mailroom.office.dossier("2026.5003", clients=("anna", "bas"))
    await publish(mailroom.office, shared)
    bas = await mailroom.office.browser("bas")
    await bas.get(f"/dossiers/{shared}/documents")
    await mailroom.deliver()
    assert [mail["To"] for mail in mailroom.server.arrived] == ["anna@example.com"]


async def test_a_look_does_not_stop_a_reminder_or_a_mail_that_is_tried_again(mailroom: Mailroom, dossier: UUID) -> None:
    anna = await mailroom.office.browser("anna")
    mailroom.server.answer = "451 try again later"
    request = await ask(mailroom, dossier)
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    await tell_anna(mailroom, EventKind.REMINDER, dossier, request)
    await anna.get(f"/dossiers/{dossier}/documents")
    mailroom.office.clock.moment += MINUTE
    await mailroom.deliver()
    assert len(mailroom.server.arrived) == 2


async def test_what_was_withdrawn_meanwhile_is_not_told(mailroom: Mailroom, dossier: UUID) -> None:
    office = mailroom.office
    gone, stays = await publish(office, dossier), await publish(office, dossier)
    await documents.withdraw(gone, actor=office.accounts["sanne"].id, now=office.clock.now())
    await mailroom.deliver()
    (mail,) = mailroom.server.arrived
    assert mail["Subject"] == "Er staat een nieuw document voor u klaar"
    assert sorted(await mailroom.outcomes()) == ["dropped", "sent"]
    assert stays


@pytest.mark.parametrize("state", [RequestState.COMPLETED, RequestState.WITHDRAWN])
@pytest.mark.parametrize("kind", [EventKind.UPLOAD_REQUESTED, EventKind.REMINDER])
async def test_a_request_that_was_closed_meanwhile_is_not_told(
    mailroom: Mailroom, dossier: UUID, state: RequestState, kind: EventKind
) -> None:
    request = await ask(mailroom, dossier, kind)
    await UploadRequest.update({UploadRequest.state: state.value}).where(UploadRequest.id == request)
    await mailroom.deliver()
    assert mailroom.server.arrived == []


async def test_a_request_that_came_and_went_within_the_window_is_not_told(mailroom: Mailroom, dossier: UUID) -> None:
    request = await ask(mailroom, dossier)
    await UploadRequest.update({UploadRequest.state: "withdrawn"}).where(UploadRequest.id == request)
    await tell_anna(mailroom, EventKind.REQUEST_WITHDRAWN, dossier, request)
    await mailroom.deliver()
    assert mailroom.server.arrived == []


async def test_a_request_that_was_told_and_then_withdrawn_is_told_again(mailroom: Mailroom, dossier: UUID) -> None:
    request = await ask(mailroom, dossier)
    await mailroom.deliver()
    await UploadRequest.update({UploadRequest.state: "withdrawn"}).where(UploadRequest.id == request)
    await tell_anna(mailroom, EventKind.REQUEST_WITHDRAWN, dossier, request)
    await mailroom.deliver()
    assert mailroom.server.arrived[1]["Subject"] == "Een verzoek aan u is vervallen"


async def test_who_may_not_see_the_dossier_any_more_is_not_told(mailroom: Mailroom, dossier: UUID) -> None:
    await publish(mailroom.office, dossier)
    await ask(mailroom, dossier)
    await database.query("DELETE FROM dossier_access")
    await mailroom.deliver()
    assert mailroom.server.arrived == []


async def test_a_person_chooses_what_to_be_told_of_but_reminders_come_always(mailroom: Mailroom, dossier: UUID) -> None:
    await mailroom.change("anna", is_told_of_documents=False, is_told_of_upload_requests=False)
    await publish(mailroom.office, dossier)
    request = await ask(mailroom, dossier)
    await mailroom.deliver()
    assert mailroom.server.arrived == []
    await tell_anna(mailroom, EventKind.REMINDER, dossier, request)
    await mailroom.deliver()
    assert mailroom.server.arrived[0]["Subject"] == "Herinnering: er wacht nog iets op u"


async def test_a_blocked_account_gets_no_mail(mailroom: Mailroom, dossier: UUID) -> None:
    await mailroom.change("anna", is_active=False)
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    assert mailroom.server.arrived == []
