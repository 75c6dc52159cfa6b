"""News goes out once per person and dossier, and not when it is no news any more."""

import asyncio
import datetime
import re
from uuid import UUID, uuid4

import pytest

from portal import database
from portal.accounts import links
from portal.accounts import operations as accounts
from portal.accounts.queries import by_email
from portal.accounts.tables import LinkPurpose
from portal.adapters.crash import arm
from portal.audit.tables import AuditEntry
from portal.dossiers.operations import documents
from portal.dossiers.tables import Category, RequestState
from portal.jobs.worker import Worker
from portal.outbox.events import EventKind
from portal.outbox.operations import claim_due, tell
from portal.uploads import operations as uploads
from portal.uploads.tables import UploadRequest
from tests.support.browser import Person
from tests.support.mailroom import Mailroom
from tests.support.office import Office
from tests.support.papers import publish

MINUTE = datetime.timedelta(minutes=1)


async def ask(mailroom: Mailroom, dossier: UUID, kind: EventKind = EventKind.UPLOAD_REQUESTED, window: int = 0) -> UUID:
    """Ask Anna for documents, and have her told."""
    office = mailroom.office
    request = UploadRequest(
        id=uuid4(),
        dossier=dossier,
        addressee=office.accounts["anna"].id,
        title="Uw paspoort",
        message=b"",
        requested_by=office.accounts["sanne"].id,
        created_at=office.clock.now(),
    )
    await request.save()
    await tell_anna(mailroom, kind, dossier, request.id, window)
    return request.id


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


async def test_a_request_does_not_wait_for_a_mail_server_that_hangs(
    mailroom: Mailroom, sanne: Person, dossier: UUID
) -> None:
    mailroom.server.hangs = True  # for thirty seconds
    async with Worker([mailroom.deliver_one]):
        await publish(mailroom.office, dossier)
        async with asyncio.timeout(10):
            while not mailroom.server.has_been_asked:  # noqa: ASYNC110 (it is in a thread of its own)
                await asyncio.sleep(0.01)
            for _ in range(5):
                assert (await sanne.get(f"/staff/dossiers/{dossier}")).status == 200
                asked = {"people": str(mailroom.office.accounts["anna"].id), "title": "Paspoort", "message": "Graag"}
                assert (await sanne.post(f"/staff/dossiers/{dossier}/upload-requests", asked)).status == 303
    assert mailroom.server.arrived == []
    mailroom.server.hangs = False
    mailroom.office.clock.moment += 10 * MINUTE
    await mailroom.deliver()
    assert len(mailroom.server.arrived) == 2  # the one that hung, and the rest together


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


async def test_a_refused_address_is_noted_for_the_office_and_left_alone(mailroom: Mailroom, dossier: UUID) -> None:
    mailroom.server.answer = "550 no such mailbox"
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    mailroom.office.clock.moment += 60 * 24 * MINUTE
    assert await mailroom.deliver() == 0
    assert await mailroom.outcomes() == ["refused"]
    entry = await AuditEntry.objects().get(AuditEntry.action == "mail_refused")
    assert entry is not None
    assert entry.subject == mailroom.office.accounts["anna"].id


async def test_staff_see_whose_mail_does_not_arrive_until_it_does(
    mailroom: Mailroom, sanne: Person, anna: Person, dossier: UUID
) -> None:
    pages = (f"/staff/dossiers/{dossier}", f"/staff/clients/{anna.id}")
    for answer, is_told in (("550 no such mailbox", True), ("250 OK", False)):
        mailroom.server.answer = answer
        await publish(mailroom.office, dossier)
        mailroom.office.clock.moment += MINUTE
        await mailroom.deliver()
        for path in pages:
            text = (await sanne.get(path)).text
            assert ("E-mail komt niet aan" in text or "niet aangekomen" in text) == is_told, (path, answer)


async def test_greylisting_delays_and_the_mail_is_the_same(mailroom: Mailroom, dossier: UUID) -> None:
    mailroom.server.after_data = "451 try again later"
    await publish(mailroom.office, dossier)
    assert await mailroom.deliver() == 1
    mailroom.server.after_data = "250 OK"
    assert await mailroom.deliver() == 0
    mailroom.office.clock.moment += MINUTE
    assert await mailroom.deliver() == 1
    refused, taken = mailroom.server.arrived
    assert refused["Message-ID"] == taken["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f-]{36}@portaal\.vanaemstel\.example>", taken["Message-ID"])
    assert await mailroom.outcomes() == ["sent"]


async def test_an_answer_that_was_lost_means_the_same_mail_again(mailroom: Mailroom, dossier: UUID) -> None:
    mailroom.server.disconnects_after_data = True
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    mailroom.server.disconnects_after_data = False
    await publish(mailroom.office, dossier)  # what comes in meanwhile travels in a mail of its own
    mailroom.office.clock.moment += MINUTE
    await mailroom.deliver()
    ids = [mail["Message-ID"] for mail in mailroom.server.arrived]
    assert len(ids) == 3
    assert len(set(ids)) == 2


async def test_a_process_that_dies_before_it_notes_the_answer_repeats_the_same_mail(
    mailroom: Mailroom, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die(_process: int, _signal: int) -> None:
        raise Died

    monkeypatch.setattr("portal.adapters.crash.os.kill", die)
    await publish(mailroom.office, dossier)
    arm("mail-sent")
    try:
        with pytest.raises(Died):
            await mailroom.deliver()
    finally:
        arm("")
    assert await mailroom.deliver() == 0  # the lease holds
    mailroom.office.clock.moment += 6 * MINUTE
    await mailroom.deliver()
    first, second = mailroom.server.arrived
    assert first["Message-ID"] == second["Message-ID"]
    assert await mailroom.outcomes() == ["sent"]


async def test_a_server_that_stays_away_is_given_up_after_two_days_and_audited(
    mailroom: Mailroom, dossier: UUID
) -> None:
    mailroom.server.answer = "451 try again later"
    await publish(mailroom.office, dossier)
    for _ in range(8):
        assert await mailroom.deliver() == 1
        assert await mailroom.outcomes() == [""]
        mailroom.office.clock.moment += 12 * 60 * MINUTE
    await mailroom.deliver()
    assert await mailroom.outcomes() == ["given_up"]
    assert await AuditEntry.exists().where(AuditEntry.action == "mail_given_up")


async def test_processes_that_look_at_once_never_send_the_same_event_twice(mailroom: Mailroom) -> None:
    for number in range(6):
        await publish(mailroom.office, await mailroom.office.dossier(f"2026.30{number}"))
    await asyncio.gather(*(mailroom.deliver() for _ in range(4)))
    assert len(mailroom.server.arrived) == 6
    assert len({mail["Message-ID"] for mail in mailroom.server.arrived}) == 6


async def test_processes_that_try_again_at_once_send_one_mail(mailroom: Mailroom, dossier: UUID) -> None:
    mailroom.server.answer = "451 try again later"
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    mailroom.office.clock.moment += MINUTE
    await asyncio.gather(*(mailroom.deliver() for _ in range(4)))
    assert len(mailroom.server.arrived) == 1


async def test_a_claim_that_ends_gives_the_events_back_with_their_message_id(
    office: Office, mailroom: Mailroom, dossier: UUID
) -> None:
    await publish(office, dossier)
    lease = 5 * MINUTE
    (first,) = await claim_due(office.clock.now(), lease, host="portal.test")
    assert await claim_due(office.clock.now(), lease, host="portal.test") == []
    office.clock.moment += lease + MINUTE
    (again,) = await claim_due(office.clock.now(), lease, host="portal.test")
    assert (again.id, again.message_id, again.attempts) == (first.id, first.message_id, 2)


async def test_an_invitation_holds_a_link_that_works_and_is_kept_nowhere(mailroom: Mailroom) -> None:
    office = mailroom.office
    anna, sanne = office.accounts["anna"].id, office.accounts["sanne"].id
    await accounts.invite(anna, now=office.clock.now(), actor=sanne)
    await mailroom.deliver()
    (mail,) = mailroom.server.arrived
    assert mail["Subject"] == "Uw toegang tot het klantenportaal"
    token = re.search(r"/activate/(\S+)", mail.get_body(("plain",)).get_content()).group(1)
    assert f'href="https://portaal.vanaemstel.example/activate/{token}"' in mail.get_body(("html",)).get_content()
    assert (await links.account_of_link(token, purpose=LinkPurpose.INVITATION, now=office.clock.now())).id == anna
    for table in ("outbox_event", "audit_entry", "one_time_link"):
        assert token not in str(await database.query(f"SELECT * FROM {table}"))


async def test_the_link_of_an_invitation_whose_answer_was_lost_works_too(mailroom: Mailroom) -> None:
    """The mail that did arrive must not hold a dead link."""
    office = mailroom.office
    mailroom.server.disconnects_after_data = True
    await accounts.invite(office.accounts["anna"].id, now=office.clock.now(), actor=office.accounts["sanne"].id)
    await mailroom.deliver()
    text = mailroom.server.arrived[0].get_body(("plain",)).get_content()
    token = re.search(r"/activate/(\S+)", text).group(1)
    assert await links.account_of_link(token, purpose=LinkPurpose.INVITATION, now=office.clock.now())


async def test_an_address_that_is_none_is_refused_and_does_not_hold_up_the_rest(
    mailroom: Mailroom, dossier: UUID
) -> None:
    shared = await mailroom.office.dossier("2026.2003", clients=("anna", "bas"))
    await mailroom.change("anna", email="anna@example.com\r\nBcc: eve@example.com")
    await publish(mailroom.office, shared)
    await mailroom.deliver()
    assert [mail["To"] for mail in mailroom.server.arrived] == ["bas@example.com"]
    assert sorted(await mailroom.outcomes()) == ["refused", "sent"]
    assert await by_email("bas@example.com")
