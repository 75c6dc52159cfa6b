"""Signed-in browsers: an opaque token in a cookie, its hash in a row, a new one at every sign-in.

A cookie without a row is a visitor: it opens nothing, and only serves to bind the CSRF token of the sign-in form.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid4

from litestar.datastructures import Cookie
from piccolo.columns import Column

from portal import database
from portal.settings import Settings
from portal.web.devices import UNKNOWN, Device
from portal.web.tables import Session
from portal.web.tokens import digest, keyed, new_token

CLIENT = "client"
STAFF = "staff"
PASSWORD = "password"  # noqa: S105 (a way of signing in)
AT_MOST = 10
BEYOND = """
    DELETE FROM session WHERE account = {} AND id NOT IN
    (SELECT id FROM session WHERE account = {} ORDER BY last_seen_at DESC, created_at DESC, id LIMIT {})
"""


class Viewer(Protocol):
    """Whoever looks: what the layers below the features need to know of a person."""

    @property
    def id(self) -> UUID:
        """The account."""

    @property
    def name(self) -> str:
        """As it is shown in the header."""

    @property
    def language(self) -> str:
        """The language of the account."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The two figures of the navigation: the dossiers that a person may see, and their open actions."""

    dossiers: int
    actions: int


@dataclass(frozen=True, slots=True)
class Found:
    """A session as it is in the database, with the person that it belongs to and the figures of a client."""

    viewer: Viewer
    created_at: datetime.datetime
    last_seen_at: datetime.datetime
    counts: Counts | None
    proved_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that a request came from: its token, the kind of account its cookie is for.

    `counts` came along with its session, and are as they were before the request.
    """

    token: str
    kind: str
    is_new: bool
    counts: Counts | None = None
    proved_at: datetime.datetime | None = None
    signed_in_at: datetime.datetime | None = None

    def csrf_token(self, secret: str) -> str:
        """The CSRF token of this browser, bound to its session or to the visitor's cookie before there is one."""
        return keyed(secret, "csrf", digest(self.token))


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lasts: seconds after the last request, and seconds from now on at most."""

    idle: int
    left: int


def kind_of(path: str) -> str:
    """Which of the two kinds of account an address is for."""
    return STAFF if path == "/staff" or path.startswith("/staff/") else CLIENT


def cookie_name(kind: str, settings: Settings) -> str:
    """The name of the session cookie; `__Host-` (RFC 6265bis) wherever there is TLS."""
    name = "portal-staff" if kind == STAFF else "portal"
    return f"__Host-{name}" if settings.has_tls else name


def cookie(kind: str, token: str, settings: Settings) -> Cookie:
    """The session cookie that holds a token, for as long as the browser is open."""
    return Cookie(
        key=cookie_name(kind, settings), value=token, path="/", httponly=True, samesite="lax", secure=settings.has_tls
    )


async def start(
    account: UUID,
    kind: str,
    *,
    now: datetime.datetime,
    device: Device = UNKNOWN,
    way: str = PASSWORD,
    acting_for: UUID | None = None,
) -> str:
    """A new session for an account, acting for a company or for itself; returns its token, which is kept nowhere."""
    token = new_token()
    await Session(
        id=digest(token),
        account=account,
        kind=kind,
        created_at=now,
        last_seen_at=now,
        number=uuid4(),
        browser=device.browser,
        system=device.system,
        way=way,
        proved_at=now,
        acting_for=acting_for,
    ).save()
    return token


async def make_room(account: UUID) -> None:
    """End the sessions of an account that were used longest ago, so that one more makes ten at most."""
    await database.query(BEYOND, account, account, AT_MOST - 1)


async def of_account(account: UUID, kind: str, *, now: datetime.datetime, settings: Settings) -> list[Session]:
    """The sessions of an account that are still open, the one that was used last first."""
    opened = Session.objects().where(Session.account == account).order_by(Session.last_seen_at, ascending=False)
    return [session for session in await opened if not is_over(session, settings, now, kind)]


async def renew(token: str, *, now: datetime.datetime) -> str:
    """Note a fresh proof of who is at this browser, and give it another token; the old one is dead from here on."""
    fresh = new_token()
    values: dict[Column | str, Any] = {Session.id: digest(fresh), Session.proved_at: now}
    await Session.update(values).where(Session.id == digest(token))
    return fresh


async def end_numbered(account: UUID, number: UUID) -> bool:
    """End one session of an account by its number; whether there was one."""
    is_it = (Session.account == account) & (Session.number == number)
    return bool(await Session.delete().where(is_it).returning(Session.id))


async def end(token: str) -> None:
    """End one session."""
    await Session.delete().where(Session.id == digest(token))


async def end_all(account: UUID) -> None:
    """End every session of an account."""
    await Session.delete().where(Session.account == account)


async def end_others(account: UUID, token: str) -> None:
    """End every session of an account but the one of this token."""
    await Session.delete().where((Session.account == account) & (Session.id != digest(token)))


async def act_for(token: str, organisation: UUID | None) -> None:
    """Act for a company, or for nobody but oneself, in this session from now on."""
    await Session.update({Session.acting_for: organisation}).where(Session.id == digest(token))


async def end_acting(account: UUID, organisation: UUID) -> None:
    """End the sessions in which a person acts for a company."""
    await Session.delete().where((Session.account == account) & (Session.acting_for == organisation))


async def sweep(*, now: datetime.datetime, total: int) -> None:
    """Remove the sessions that are past their absolute limit."""
    await Session.delete().where(Session.created_at < now - datetime.timedelta(seconds=total))


def lasting(browser: Browser, settings: Settings, now: datetime.datetime) -> Lasting:
    """How long the session of a browser lasts, for who is signed in there."""
    age = int((now - (browser.signed_in_at or now)).total_seconds())
    return Lasting(_idle(settings, browser.kind), settings.session_total - age)


def _idle(settings: Settings, kind: str) -> int:
    return settings.staff_session_idle if kind == STAFF else settings.session_idle


def is_over(session: Found | Session, settings: Settings, now: datetime.datetime, kind: str) -> bool:
    """Whether a session has been idle for too long, or is too old."""
    is_idle = now - session.last_seen_at > datetime.timedelta(seconds=_idle(settings, kind))
    return is_idle or now - session.created_at > datetime.timedelta(seconds=settings.session_total)
