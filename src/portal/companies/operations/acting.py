"""For whom somebody acts from now on."""

import datetime
from uuid import UUID

from portal import database
from portal.accounts.tables import Membership
from portal.accounts.viewer import Viewer
from portal.audit.operations import record
from portal.errors import NotFound
from portal.web import sessions


async def act_for(viewer: Viewer, organisation: UUID | None, *, token: str, now: datetime.datetime) -> None:
    """Act for a company, or for oneself, in the session of this token and at the next sign-in; raises `NotFound`."""
    own = Membership.account == viewer.id
    async with database.transaction():
        await Membership.update({Membership.is_home: False}).where(own & Membership.is_home.eq(True))
        if organisation is not None:
            entered = (
                await Membership.update({Membership.is_home: True, Membership.used_at: now})
                .where(own & (Membership.organisation == organisation) & Membership.blocked_at.is_null())
                .returning(Membership.id)
            )
            if not entered:
                raise NotFound
        await sessions.act_for(token, organisation)
        await record("acting_for", at=now, actor=viewer.id, subject=organisation)
