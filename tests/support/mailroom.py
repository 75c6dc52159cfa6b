"""An office whose mails go to a real mail server."""

from dataclasses import dataclass, replace

import pytest

from portal.accounts.tables import Account
from portal.actions.news import is_still_news
from portal.adapters.mail import SmtpMailer
from portal.notifications.operations import deliver_due
from portal.outbox.tables import OutboxEvent
from portal.settings import Settings
from tests.support.office import Office
from tests.support.post import PostOffice


@dataclass
class Mailroom:
    """The office's worker, its mail server, and what arrived there."""

    office: Office
    server: PostOffice
    settings: Settings

    async def deliver(self) -> int:
        """Do what the worker does until nothing is left; how often there was something."""
        times = 0
        while await self.deliver_one():
            times += 1
        return times

    async def deliver_one(self) -> bool:
        """Send one mail that is due, if there is one; whether there was."""
        return await deliver_due(
            settings=self.settings,
            mailer=SmtpMailer(self.server.url),
            clock=self.office.clock,
            is_still_news=is_still_news,
        )

    async def outcomes(self) -> list[str]:
        """What became of the events, oldest first."""
        return [event.outcome for event in await OutboxEvent.objects().order_by(OutboxEvent.created_at)]

    async def change(self, name: str, **values: object) -> None:
        """Change columns of somebody's account."""
        account = self.office.accounts[name].id
        await Account.update({getattr(Account, column): value for column, value in values.items()}).where(
            Account.id == account
        )


@pytest.fixture
def mailroom(office: Office, post_office: PostOffice) -> Mailroom:
    """The mailroom of a fresh office."""
    return Mailroom(office, post_office, replace(office.settings, base_url="https://portaal.vanaemstel.example"))
