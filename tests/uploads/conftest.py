"""A request for documents to Anna, and ways to answer it."""

import datetime
from uuid import UUID

import pytest

from portal.uploads import operations
from tests.support.office import Office

MESSAGE = "Wij ontvangen graag een scan van uw paspoort."


async def ask(office: Office, dossier: UUID, name: str = "anna", title: str = "Kopie van uw paspoort") -> UUID:
    """A new request to somebody, made by Sanne."""
    return await operations.request_upload(
        dossier,
        office.accounts[name].id,
        title=title,
        message=MESSAGE,
        due_date=datetime.date(2026, 12, 4),
        actor=office.accounts["sanne"].id,
        keys=office.adapters.keys,
        now=office.clock.now(),
        window=0,
    )


@pytest.fixture
async def upload_request(office: Office, dossier: UUID) -> UUID:
    """An open request to Anna."""
    return await ask(office, dossier)
