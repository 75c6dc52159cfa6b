"""Reminders of due dates: a week and a day before, once after; each exactly once, whatever happens to the worker."""

import asyncio
import datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.actions import reminders
from portal.actions.reminders import AWAKE, Stage, remind_of_due, stage_of
from portal.audit.tables import AuditEntry
from portal.dossiers.operations.dossiers import take_access
from portal.outbox.tables import OutboxEvent
from portal.uploads import operations as uploads
from portal.uploads.tables import UploadRequest
from tests.notifications.asking import ask_anna
from tests.support.mailroom import Mailroom
from tests.support.office import Office

DUE = datetime.date(2026, 12, 4)
HOUR = datetime.timedelta(hours=1)


def at(day: int, hour: int = 9, month: int = 12) -> datetime.datetime:
    """A moment in the office's winter time."""
    return datetime.datetime(2026, month, day, hour - 1, 30, tzinfo=datetime.UTC)


async def ask(office: Office, dossier: UUID, due: datetime.date | None = DUE) -> UUID:
    """Ask Anna for documents, long before they are due."""
    return await ask_anna(office, dossier, due=due, at=at(1, month=11))


async def told() -> list[str]:
    """What was put into the outbox, oldest first."""
    return [event.kind for event in await OutboxEvent.objects().order_by(OutboxEvent.created_at)]


async def work(*moments: datetime.datetime) -> None:
    for moment in moments:
        await remind_of_due(now=moment, window=0)


async def test_a_request_is_reminded_of_three_times_over_its_life(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    moment = at(20, month=11)
    seen = {}
    while moment < at(30):
        before = len(await told())
        await work(moment)
        if len(await told()) > before:
            seen[moment.date()] = (await told())[-1]
        moment += HOUR
    assert seen == {
        datetime.date(2026, 11, 27): "due_soon",
        datetime.date(2026, 12, 3): "due_soon",
        datetime.date(2026, 12, 5): "overdue",
    }
    assert await AuditEntry.count().where(AuditEntry.action == "reminded_of_due_date") == 3


async def test_what_has_no_date_is_not_reminded_of(office: Office, dossier: UUID) -> None:
    await ask(office, dossier, due=None)
    await work(at(27, month=11), at(3), at(5))
    assert await told() == []


async def test_nobody_is_reminded_in_the_night_of_the_office(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    summer = datetime.datetime(2026, 6, 10, 6, 10, tzinfo=datetime.UTC)  # 8.10 there; in winter it would be 7.10
    await UploadRequest.update({UploadRequest.due_date: datetime.date(2026, 6, 11)}, force=True)
    await UploadRequest.update(
        {UploadRequest.created_at: datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)}, force=True
    )
    await work(summer - HOUR, summer.replace(hour=23))
    assert await told() == []
    await work(summer)
    assert await told() == ["due_soon"]


async def test_the_day_is_the_day_of_the_office(office: Office, dossier: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 23.30 UTC it is the next day in the Netherlands."""
    monkeypatch.setattr(reminders, "AWAKE", range(24))
    await ask(office, dossier)
    await work(datetime.datetime(2026, 12, 4, 22, 59, tzinfo=datetime.UTC))
    assert "overdue" not in await told()
    await work(datetime.datetime(2026, 12, 4, 23, 1, tzinfo=datetime.UTC))
    assert "overdue" in await told()


async def test_workers_that_run_at_once_remind_once(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    await asyncio.gather(*(remind_of_due(now=at(3), window=0) for _ in range(6)))
    assert await told() == ["due_soon"]
    assert await AuditEntry.count().where(AuditEntry.action == "reminded_of_due_date") == 1


async def test_a_worker_that_dies_halfway_reminds_once_after_all(
    office: Office, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    async def die(*_args: object, **_more: object) -> None:
        raise Died

    await ask(office, dossier)
    with monkeypatch.context() as dying:
        dying.setattr(reminders, "record", die)
        with pytest.raises(Died):
            await work(at(3))
    assert await told() == []
    await work(at(3), at(3))
    assert await told() == ["due_soon"]


async def test_a_clock_that_jumps_back_reminds_of_nothing_twice(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    await work(at(27, month=11), at(3), at(27, month=11), at(26, month=11), at(3, 10), at(3, 9))
    assert await told() == ["due_soon", "due_soon"]


async def test_a_clock_that_jumps_a_year_ahead_reminds_of_nothing(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    await work(at(3).replace(year=2027))
    assert await told() == []


async def test_a_day_without_a_worker_is_made_up_for(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    await work(at(30, month=11), at(4), at(9))
    assert await told() == ["due_soon", "due_soon", "overdue"]


async def test_another_date_begins_anew(office: Office, dossier: UUID) -> None:
    await ask(office, dossier)
    await work(at(3))
    await UploadRequest.update({UploadRequest.due_date: datetime.date(2026, 12, 11)}, force=True)
    await work(at(4), at(10))
    assert await told() == ["due_soon", "due_soon", "due_soon"]


async def test_what_was_done_withdrawn_or_is_out_of_sight_is_not_reminded_of(office: Office) -> None:
    sanne, now = office.accounts["sanne"].id, office.clock.now()
    done, withdrawn, gone = [await office.dossier(f"2026.40{number}") for number in range(3)]
    await UploadRequest.update({UploadRequest.state: "completed"}).where(UploadRequest.id == await ask(office, done))
    await uploads.withdraw(await ask(office, withdrawn), actor=sanne, now=now)
    await ask(office, gone)
    await take_access(gone, office.accounts["anna"].id, actor=sanne, now=now)
    await work(at(3))
    assert await told() == ["request_withdrawn"]


async def test_a_reminder_is_a_mail_in_words_of_its_own(mailroom: Mailroom, dossier: UUID) -> None:
    await ask(mailroom.office, dossier)
    for day, month in ((27, 11), (5, 12)):
        await work(at(day, month=month))
        mailroom.office.clock.moment = at(day, 10, month)
        await mailroom.deliver()
    assert [mail["Subject"] for mail in mailroom.server.arrived] == [
        "Herinnering: er moet binnenkort iets gebeuren",
        "Herinnering: een datum is voorbij",
    ]


async def test_a_reminder_of_what_was_done_within_the_window_is_dropped(mailroom: Mailroom, dossier: UUID) -> None:
    request = await ask(mailroom.office, dossier)
    await remind_of_due(now=at(3), window=900)
    await UploadRequest.update({UploadRequest.state: "completed"}).where(UploadRequest.id == request)
    mailroom.office.clock.moment = at(3, 10)
    await mailroom.deliver()
    assert mailroom.server.arrived == []
    assert await mailroom.outcomes() == ["dropped"]


async def test_the_switch_works_at_once_in_both_directions(mailroom: Mailroom, dossier: UUID) -> None:
    others = {"documents": "1", "questionnaires": "1", "upload_requests": "1"}
    await ask(mailroom.office, dossier)
    for moment, chosen in ((at(3), others), (at(5), {**others, "reminders": "1"})):
        mailroom.office.clock.moment = moment
        anna = await mailroom.office.browser("anna")
        await work(moment)
        await anna.post("/account/notifications", chosen)
        await mailroom.deliver()
        assert ((await anna.get("/account")).one("#reminders").get("checked") is not None) == ("reminders" in chosen)
    assert await mailroom.outcomes() == ["dropped", "sent"]


@given(st.integers(-20, 20), st.integers(-60, 20))
def test_a_stage_has_one_day_to_begin_and_what_is_fresh_waits_for_the_next(day: int, asked: int) -> None:
    today, asked_on = DUE + datetime.timedelta(days=day), DUE + datetime.timedelta(days=asked)
    stage = stage_of(DUE, asked=asked_on, today=today)
    if stage is Stage.WEEK_BEFORE:
        assert -7 <= day < -1 and asked < -7
    elif stage is Stage.DAY_BEFORE:
        assert -1 <= day <= 0 and asked < -1
    elif stage is Stage.AFTER:
        assert 1 <= day <= 7 and asked < 1
    else:
        assert day < -7 or day > 7 or asked >= (-7 if day < -1 else -1 if day < 1 else 1)


def test_people_sleep_at_night() -> None:
    assert min(AWAKE) >= 8 and max(AWAKE) < 21
