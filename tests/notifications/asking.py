"""A request for documents that is just there: nobody was told of it."""

import datetime
from uuid import UUID, uuid4

from portal.uploads.tables import UploadRequest
from tests.support.office import Office


async def ask_anna(
    office: Office, dossier: UUID, *, due: datetime.date | None = None, at: datetime.datetime | None = None
) -> UUID:
    """Ask Anna for her passport, now or at another moment."""
    request = UploadRequest(
        id=uuid4(),
        dossier=dossier,
        addressee=office.accounts["anna"].id,
        title="Uw paspoort",
        message=b"",
        due_date=due,
        requested_by=office.accounts["sanne"].id,
        created_at=at or office.clock.now(),
    )
    await request.save()
    return request.id
