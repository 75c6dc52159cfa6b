"""Who opened the papers of a client, for that client."""

from itertools import groupby
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromQuery

from portal import i18n
from portal.accounts.guards import signed_in_client
from portal.audit.queries import Position
from portal.dossiers import queries as dossiers
from portal.subject_access import queries
from portal.web.rendering import PortalRequest, Screen, show

OPENINGS = Screen("templates/subject_access/openings.html", "partials/subject_access/openings.html", "account")

TO_CHOOSE_FROM = 200  # dossiers


class OpeningsController(Controller):
    """Each time that a paper was opened."""

    path = "/account/openings"
    guards = [signed_in_client]

    @get()
    async def page(
        self,
        request: PortalRequest,
        dossier: FromQuery[str] = "",
        before: FromQuery[int | None] = None,
        after: FromQuery[int | None] = None,
    ) -> Response[Any]:
        """One page of them, of all dossiers of this person or of one."""
        own = await dossiers.dossiers(request.user, TO_CHOOSE_FROM)
        chosen = next((each.id for each in own if str(each.id) == dossier), None)
        found = await queries.openings(request.user, Position(before, after), dossier=chosen)
        months = groupby(found.rows, key=lambda opening: i18n.local(opening.at).date().replace(day=1))
        return await show(
            request,
            OPENINGS,
            dossiers=own,
            chosen=chosen,
            found=found,
            months=[(month, list(rows)) for month, rows in months],
        )
