"""What was told is forgotten after 18 months; what is still to be told never, and nothing is told again by it."""

import ast
import asyncio
import datetime
import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from portal import database
from portal.accounts.factors import halfway
from portal.accounts.factors.tables import FactorKind
from portal.accounts.sign_in import TOLD_AFTER
from portal.actions.reminders import LONGEST_AGO, remind_of_due
from portal.audit.tables import AuditEntry
from portal.outbox.events import EventKind
from portal.outbox.operations import REMEMBERED_FOR, forget, retry, tell
from portal.outbox.tables import OutboxEvent
from tests.notifications.asking import ask_anna
from tests.staff.inviting import invite
from tests.support.mailroom import Mailroom
from tests.support.office import Office

SOURCE = Path(database.__file__).parents[1]
LONGEST_OPEN = datetime.timedelta(days=2 * LONGEST_AGO)
"""How long after it was put in a key may still keep something from being told again: the life of a reminder."""


SENT = "UPDATE outbox_event SET due_at = NULL, settled_at = {}, outcome = 'sent' WHERE due_at IS NOT NULL"


async def kept() -> list[str]:
    return [event.kind for event in await OutboxEvent.objects().order_by(OutboxEvent.created_at)]


async def test_what_was_settled_is_forgotten_after_18_months_whatever_became_of_it(mailroom: Mailroom) -> None:
    office, anna = mailroom.office, mailroom.office.accounts["anna"].id
    for kind, answer in ((EventKind.NEW_DEVICE, "250 OK"), (EventKind.PASSWORD_CHANGED, "550 no such mailbox")):
        mailroom.server.answer = answer
        await tell(anna, kind, now=office.clock.now())
        await mailroom.deliver()
    await tell(uuid4(), EventKind.SMS_SPENT, now=office.clock.now())
    await mailroom.deliver()
    assert await mailroom.outcomes() == ["sent", "refused", "dropped"]
    for hours, left in ((548 * 24, 3), (1, 0)):
        office.clock.advance(hours=hours)
        await forget(now=office.clock.now())
        assert len(await kept()) == left


async def test_what_is_still_to_be_told_is_never_forgotten(mailroom: Mailroom) -> None:
    office, anna = mailroom.office, mailroom.office.accounts["anna"].id
    await tell(anna, EventKind.NEW_DEVICE, now=office.clock.now())
    mailroom.server.answer = "550 no such mailbox"
    await mailroom.deliver()
    await tell(anna, EventKind.PASSWORD_CHANGED, now=office.clock.now())
    office.clock.advance(days=540)
    lost = await OutboxEvent.objects().get(OutboxEvent.outcome == "refused")
    assert lost is not None
    assert await retry(lost.id, anna, now=office.clock.now()) == 1
    office.clock.advance(days=1_000)
    await forget(now=office.clock.now())
    assert sorted(await kept()) == ["new_device", "password_changed"]


async def remind_through(office: Office, days: int) -> None:
    """Do what the worker does every hour, for some days, and count all that is told as sent."""
    for _hour in range(0, 24 * days, 6):
        office.clock.advance(hours=6)
        now = office.clock.now()
        await remind_of_due(now=now, window=0)
        await database.query(SENT, now)
        await forget(now=now)


async def test_nobody_is_reminded_again_of_what_is_open_when_a_reminder_is_forgotten(
    office: Office, dossier: UUID
) -> None:
    await ask_anna(office, dossier, due=office.clock.now().date() + datetime.timedelta(days=9))
    await remind_through(office, 20)
    assert await kept() == ["due_soon", "due_soon", "overdue"]
    office.clock.advance(days=549)
    await remind_through(office, 3)
    assert await kept() == []
    assert await AuditEntry.count().where(AuditEntry.action == "reminded_of_due_date") == 3


async def put_in_once(office: Office, dossier: UUID) -> None:
    """Everything that is told one single time."""
    now, anna = office.clock.now(), office.accounts["anna"]
    for _guess in range(TOLD_AFTER):
        await office.visitor().post("/login", {"email": anna.email, "password": "wrong"})
    await halfway.begin(anna, FactorKind.APP, is_known=False, now=now)
    in_a_day, a_month_ago = now.date() + datetime.timedelta(days=1), now - datetime.timedelta(days=30)
    await ask_anna(office, dossier, due=in_a_day, at=a_month_ago)
    office.clock.advance(minutes=11)
    await halfway.sweep(now=office.clock.now())
    await remind_of_due(now=office.clock.now(), window=0)


async def test_whatever_is_told_once_is_of_a_day_that_is_over_long_before_it_is_forgotten(
    office: Office, dossier: UUID
) -> None:
    await put_in_once(office, dossier)
    told = await OutboxEvent.objects().where(OutboxEvent.once.is_not_null())
    assert sorted(event.kind for event in told) == ["due_soon", "second_step_left", "sign_ins_refused"]
    for event in told:
        day = datetime.date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d$", event.once)[0])
        assert abs(day - event.created_at.date()) < LONGEST_OPEN
    assert LONGEST_OPEN * 10 < REMEMBERED_FOR


def test_nothing_else_is_told_once() -> None:
    """What is new here needs a key with a day in it, or must be kept for as long as it is open."""
    found = [
        path.stem
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) == "tell"
        and any(keyword.arg == "once" for keyword in call.keywords)
    ]
    assert sorted(found) == ["halfway", "reminders", "sign_in"]


async def test_a_refusal_never_outlives_the_mail_that_arrived_after_it(
    mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    mailroom.server.answer = "550 no such mailbox"
    sanne, noor = await invite(mailroom, email="noor@example.con")
    await mailroom.deliver()
    mailroom.server.answer = "250 OK"
    mailroom.office.clock.advance(minutes=1)
    await sanne.post(f"/staff/clients/{noor}/address", {"email": "noor@example.com"})
    await mailroom.deliver()
    mailroom.office.clock.advance(days=549)
    monkeypatch.setattr(database, "BATCH", 1)
    query = database.query

    async def dying(sql: str, *args: object) -> list[dict[str, object]]:
        await query(sql, *args)
        raise Died

    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(database, "query", dying)
        await forget(now=mailroom.office.clock.now())
    assert await mailroom.outcomes() == ["sent"]
    assert not (await (await mailroom.office.browser("sanne")).get("/staff")).all("#unreached")


async def test_workers_that_forget_at_once_get_along(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BATCH", 5)
    now, anna = office.clock.now(), office.accounts["anna"].id
    for _event in range(30):
        await tell(anna, EventKind.NEW_DEVICE, now=now)
    await database.query(SENT, now)
    office.clock.advance(days=549)
    await asyncio.gather(*(forget(now=office.clock.now()) for _worker in range(4)))
    assert await kept() == []
