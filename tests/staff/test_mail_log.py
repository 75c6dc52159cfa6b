"""Staff see what was sent to whom, when, and whether it was accepted; and send again what was refused."""

import re
from uuid import UUID, uuid4

import pytest

from portal.accounts.factors.sms.codes import LIFETIME, Binding, send
from portal.accounts.factors.sms.delivery import LONGEST_WAIT
from portal.accounts.factors.sms.tables import SmsMessage
from portal.adapters.sms import GatewayTexter
from portal.audit.tables import AuditEntry
from portal.outbox.events import EventKind
from portal.outbox.operations import tell
from tests.accounts.factors import tools
from tests.accounts.sms.texting import NUMBER, deliver
from tests.staff.working import rows
from tests.support.browser import Person
from tests.support.gateway import FAILED, Gateway
from tests.support.mailroom import Mailroom
from tests.support.papers import publish

BOTH = pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])


async def test_the_office_sees_each_mail_once_with_its_kinds_its_time_and_its_outcome(
    mailroom: Mailroom, sanne: Person, anna: Person, dossier: UUID
) -> None:
    await publish(mailroom.office, dossier)
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    mailroom.office.clock.advance(minutes=5)
    mailroom.server.answer = "451 try again later"
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    seen = rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails")
    assert len(seen) == 2
    assert "1 nieuw document" in seen[0] and "Wordt opnieuw geprobeerd" in seen[0]
    assert "2 nieuwe documenten" in seen[1] and "Geaccepteerd" in seen[1]
    assert "23 november 2026, 14.07 uur" in seen[1]
    of_dossier = rows(await sanne.get(f"/staff/dossiers/{dossier}/mails"), "#dossier-mails")
    assert len(of_dossier) == 2
    assert all("Anna de Vries" in row for row in of_dossier)


async def text_anna(mailroom: Mailroom) -> None:
    """Have a code sent to Anna, for a sign-in of its own."""
    office = mailroom.office
    office.clock.advance(minutes=20)
    binding = Binding.sign_in(uuid4().hex, office.accounts["anna"].id)
    await send(binding, NUMBER, address="192.0.2.1", tools=tools(office))


async def test_the_office_sees_text_messages_among_the_mails_but_neither_code_nor_number(
    mailroom: Mailroom, anna: Person, carla: Person, dossier: UUID, gateway: Gateway
) -> None:
    office, texter = mailroom.office, GatewayTexter(gateway.url)
    await publish(office, dossier)
    await mailroom.deliver()
    await text_anna(mailroom)
    await deliver(office, texter)
    gateway.answer = FAILED
    await text_anna(mailroom)
    await deliver(office, texter)
    await text_anna(mailroom)
    office.clock.advance(seconds=LIFETIME.total_seconds())
    await deliver(office, texter)
    await text_anna(mailroom)
    sanne = await office.browser("sanne")
    seen = rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails")
    outcomes = ["Onderweg", "Te laat", "Niet aangenomen", "Geaccepteerd"]
    assert [outcome in row for outcome, row in zip(outcomes, seen, strict=False)] == [True] * 4
    assert "1 nieuw document" in seen[4]
    assert "23 november 2026, 14.27 uur" in seen[3]
    assert all("Code per sms" in row and "06 •• •• •• 78" in row for row in seen[:4])
    page = (await sanne.get(f"/staff/clients/{anna.id}")).response.text
    for text in gateway.texts:
        assert not set(re.findall(r"\d{6}", text)) & set(re.findall(r"\d{6}", page))
    assert NUMBER[3:] not in page
    assert rows(await sanne.get(f"/staff/clients/{carla.id}"), "#mails") == []


async def test_a_text_message_whose_worker_died_is_not_said_to_be_on_its_way_for_ever(
    mailroom: Mailroom, anna: Person
) -> None:
    await text_anna(mailroom)
    sanne = await mailroom.office.browser("sanne")
    taken = {SmsMessage.taken_at: mailroom.office.clock.now(), SmsMessage.due_at: None}
    await SmsMessage.update(taken).where(SmsMessage.account == anna.id)
    assert "Onderweg" in rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails")[0]
    mailroom.office.clock.advance(seconds=LONGEST_WAIT.total_seconds() + 1)
    assert "Uitkomst onbekend" in rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails")[0]


async def test_the_log_does_not_tell_who_looked_at_what(mailroom: Mailroom, sanne: Person, dossier: UUID) -> None:
    anna = await mailroom.office.browser("anna")
    document = await publish(mailroom.office, dossier)
    await anna.get(f"/documents/{document}/download")
    await mailroom.deliver()
    assert rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails") == []


@BOTH
async def test_a_refused_mail_is_sent_again_by_hand(
    mailroom: Mailroom, sanne: Person, anna: Person, dossier: UUID, htmx: bool
) -> None:
    mailroom.server.answer = "550 no such mailbox"
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    form = (await sanne.get(f"/staff/clients/{anna.id}")).one("#mails form")
    assert "Geweigerd door de mailserver" in (await sanne.get(f"/staff/clients/{anna.id}")).text
    page = await sanne.post(form.get("action"), htmx=htmx)
    page = page if htmx else await sanne.follow(page)
    assert "Onderweg" in rows(page, "#mails")[0]
    await mailroom.deliver()
    assert len(mailroom.server.arrived) == 1
    assert "Geaccepteerd" in rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails")[0]
    assert await AuditEntry.exists().where((AuditEntry.action == "mail_retried") & (AuditEntry.subject == anna.id))
    assert (await sanne.post(form.get("action"))).status == 409  # it was accepted: there is nothing to retry


async def test_a_mail_of_another_client_is_not_sent_to_anybody(
    mailroom: Mailroom, sanne: Person, anna: Person, carla: Person, dossier: UUID
) -> None:
    mailroom.server.answer = "550 no such mailbox"
    await publish(mailroom.office, dossier)
    await mailroom.deliver()
    action = (await sanne.get(f"/staff/clients/{anna.id}")).one("#mails form").get("action")
    assert (await sanne.post(action.replace(str(anna.id), str(carla.id)))).status == 409
    assert (await anna.post(action)).status in {303, 401, 403}


async def test_every_kind_of_mail_has_a_name_in_the_list(mailroom: Mailroom, sanne: Person, anna: Person) -> None:
    for kind in EventKind:
        await tell(anna.id, kind, now=mailroom.office.clock.now())
    seen = rows(await sanne.get(f"/staff/clients/{anna.id}"), "#mails")
    assert len(seen) == len(EventKind)
    assert any("Uitnodiging" in row for row in seen)
