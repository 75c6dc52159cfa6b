"""Who is at the browser of each request."""

import datetime
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from portal.adapters.clock import Clock
from portal.settings import Settings
from portal.web.sessions import Browser, Found, cookie_name, is_over, kind_of
from portal.web.tables import Session
from portal.web.tokens import digest, new_token

SEEN_EVERY = datetime.timedelta(seconds=60)
FindViewer = Callable[[str, str], Awaitable[Found | None]]


class SessionMiddleware(ASGIMiddleware):
    """Finds the viewer of each request; writes only when a minute has passed since the last time."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "no_session"

    def __init__(self, settings: Settings, clock: Clock, find_viewer: FindViewer) -> None:
        self.settings = settings
        self.clock = clock
        self.find_viewer = find_viewer

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Put the viewer, or None, into the request."""
        request: Request[Any, Any, Any] = Request(scope)
        kind = kind_of(scope["path"])
        token = request.cookies.get(cookie_name(kind, self.settings), "")
        found = await self._find(token, kind) if token else None
        scope["user"] = found.viewer if found else None
        scope["auth"] = Browser(
            token or new_token(),
            kind,
            is_new=not token,
            counts=found.counts if found else None,
            proved_at=found.proved_at if found else None,
            signed_in_at=found.created_at if found else None,
        )
        await next_app(scope, receive, send)

    async def _find(self, token: str, kind: str) -> Found | None:
        found = await self.find_viewer(digest(token), kind)
        if found is None:
            return None
        now = self.clock.now()
        if is_over(found, self.settings, now, kind):
            return None
        if now - found.last_seen_at > SEEN_EVERY:
            await Session.update({Session.last_seen_at: now}).where(Session.id == digest(token))
        return found
