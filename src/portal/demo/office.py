"""What the makers of the demo dossiers share: the settings and adapters, the moment, and how a paper gets in."""

import datetime
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

from portal import i18n
from portal.app import Adapters
from portal.files.receiving import ReceivedFile, receive
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """The office that is being made, at a moment."""

    settings: Settings
    adapters: Adapters
    now: datetime.datetime

    def ago(self, days: int, hour: int = 10) -> datetime.datetime:
        """A moment some days ago, during office hours."""
        return (self.now - datetime.timedelta(days=days)).replace(hour=hour, minute=12, second=0, microsecond=0)

    def day(self, days: int) -> datetime.date:
        """The date in some days."""
        return i18n.today(self.now) + datetime.timedelta(days=days)

    async def keep_pdf(self, html: str) -> ReceivedFile:
        """A document as a PDF in the store."""
        return await self.keep(await self.adapters.pdf.render(html))

    async def keep(self, content: bytes) -> ReceivedFile:
        """Bytes in the store, as any upload gets there."""

        async def body() -> AsyncIterator[bytes]:
            yield content

        return await receive(
            body(),
            storage=self.adapters.storage,
            keys=self.adapters.keys,
            file_id=uuid4(),
            declared_size=len(content),
            max_bytes=len(content),
        )
