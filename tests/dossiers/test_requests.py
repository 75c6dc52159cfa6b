"""A reminder is one mail, however often somebody clicks."""

from uuid import UUID

from portal.outbox.events import EventKind
from portal.outbox.tables import OutboxEvent
from portal.uploads import operations
from tests.support.office import Office


async def reminders(office: Office) -> int:
    return await OutboxEvent.count().where(OutboxEvent.kind == EventKind.REMINDER.value)


async def test_a_second_click_is_no_second_mail_but_an_hour_later_it_is(office: Office, dossier: UUID) -> None:
    sanne = office.accounts["sanne"].id
    request = await operations.request_upload(
        dossier,
        office.accounts["anna"].id,
        title="Kopie van uw paspoort",
        message="",
        due_date=None,
        actor=sanne,
        keys=office.adapters.keys,
        now=office.clock.now(),
        window=0,
    )
    for _click in range(3):
        await operations.remind(request, actor=sanne, now=office.clock.now())
    assert await reminders(office) == 1
    office.clock.advance(hours=1, seconds=1)
    await operations.remind(request, actor=sanne, now=office.clock.now())
    assert await reminders(office) == 2
