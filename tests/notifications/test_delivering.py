"""A mail arrives whatever the mail server answers and whoever dies meanwhile; twice only where nothing can help it."""

import asyncio
import datetime
import re
from dataclasses import replace
from uuid import UUID

import pytest

from portal import database
from portal.accounts import links
from portal.accounts import operations as accounts
from portal.accounts.queries import by_email
from portal.accounts.tables import LinkPurpose
from portal.adapters.crash import arm
from portal.audit.tables import AuditEntry
from portal.jobs.worker import Worker
from portal.outbox.operations import claim_due
from tests.support.browser import Person
from tests.support.mailroom import Mailroom
from tests.support.office import Office
from tests.support.papers import publish

MINUTE = datetime.timedelta(minutes=1)


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


async def test_a_mistake_of_the_office_loses_no_mail(mailroom: Mailroom, dossier: UUID) -> None:
    right = mailroom.settings
    mailroom.settings = replace(right, mail_from="het portaal@vanaemstel.example")
    await publish(mailroom.office, dossier)
    with pytest.raises(ValueError, match="local-part"):
        await mailroom.deliver()
    assert await mailroom.outcomes() == [""]
    mailroom.settings = right
    mailroom.office.clock.moment += 6 * MINUTE  # the lease is over
    await mailroom.deliver()
    assert await mailroom.outcomes() == ["sent"]
