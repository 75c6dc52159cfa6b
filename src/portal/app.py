"""The only place where things are wired together."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from portal import database
from portal.accounts import addresses, attempts, devices, links
from portal.accounts import queries as accounts
from portal.accounts.controllers import handlers as accounts_http
from portal.accounts.factors import halfway
from portal.accounts.factors import operations as factors
from portal.accounts.factors.passkeys import challenges
from portal.accounts.factors.sms import codes as sms_codes
from portal.accounts.factors.sms.sending import deliver_due as deliver_sms
from portal.actions import queries as actions
from portal.actions.controllers import ActionsController
from portal.actions.news import is_still_news, path_of
from portal.actions.reminders import remind_of_due
from portal.adapters import crash
from portal.adapters.clock import Clock, SystemClock
from portal.adapters.encryption import KeyRing
from portal.adapters.leaked import leaked_passwords
from portal.adapters.mail import DemoMailer, Mailer, SmtpMailer
from portal.adapters.passwords import Passwords
from portal.adapters.pdf import PdfRenderer, ProcessPdfRenderer
from portal.adapters.sms import DemoTexter, GatewayTexter, Texter
from portal.adapters.storage import FolderStorage, Storage
from portal.adapters.strength import PasswordStrength
from portal.companies import controllers as companies_http
from portal.companies.operations.acting import act_for
from portal.dossiers import controllers as dossiers_http
from portal.dossiers.operations import dossiers
from portal.files.sweeping import A_DAY, sweep
from portal.jobs import operations as jobs
from portal.jobs.hourly import Hourly, Work
from portal.jobs.running import run_due
from portal.jobs.worker import Duty, Worker
from portal.notifications.controllers.demo_mails import demo_mails
from portal.notifications.controllers.demo_sms import demo_sms
from portal.notifications.operations import deliver_due
from portal.outbox import operations as outbox
from portal.piccolo_app import TABLES
from portal.questionnaires.controllers import questionnaire_handlers
from portal.questionnaires.operations.completion import PDF_JOB
from portal.questionnaires.operations.pdf import PdfMaker
from portal.settings import Settings
from portal.staff.controllers import staff_handlers
from portal.subject_access import controllers as subject_access_http
from portal.uploads.controllers import upload_handlers
from portal.web import information, sessions
from portal.web.errors import HANDLERS as ERROR_HANDLERS
from portal.web.locale import LocaleMiddleware
from portal.web.security import LARGEST_FORM, add_headers, csrf_guard
from portal.web.session_middleware import SessionMiddleware
from portal.web.static import favicon, static_router

find_viewer = partial(accounts.signed_in, figures=actions.FIGURES)


@dataclass
class Adapters:
    """The outside world that one portal talks to."""

    engine: database.Engine
    keys: KeyRing
    storage: Storage
    mail: Mailer = field(default_factory=DemoMailer)
    sms: Texter = field(default_factory=DemoTexter)
    pdf: PdfRenderer = field(default_factory=ProcessPdfRenderer)
    clock: Clock = field(default_factory=SystemClock)
    passwords: Passwords = field(default_factory=Passwords)
    strength: PasswordStrength = field(default_factory=PasswordStrength)


def adapters_for(settings: Settings) -> Adapters:
    """The adapters that the settings ask for."""
    return Adapters(
        engine=database.engine_for(settings.database_url, settings.data),
        keys=KeyRing.load(settings.keys),
        storage=FolderStorage(settings.data / "files"),
        mail=mailer_for(settings),
        sms=texter_for(settings),
        strength=PasswordStrength(leaked_passwords(settings.leaked_passwords)),
    )


def mailer_for(settings: Settings) -> Mailer:
    """The mail server; the demo keeps and shows its mails, and sends them too when there is a server."""
    server = SmtpMailer(settings.smtp_url) if settings.smtp_url else None
    if server and not settings.is_demo:
        return server
    return DemoMailer(server, show=partial(print, flush=True) if settings.is_demo else None)


def texter_for(settings: Settings) -> Texter:
    """The gateway for text messages; where there is none the messages are kept, and the demo shows them."""
    if settings.sms_url:
        return GatewayTexter(settings.sms_url)
    return DemoTexter(show=partial(print, flush=True) if settings.is_demo else None)


def duties(settings: Settings, adapters: Adapters) -> list[Duty]:
    """What is done in the background, by the server or by `portal worker`."""
    return [
        partial(
            deliver_due,
            settings=settings,
            mailer=adapters.mail,
            clock=adapters.clock,
            is_still_news=is_still_news,
            path_of=path_of,
        ),
        partial(run_due, {PDF_JOB: pdf_maker(settings, adapters).make_pdf}, adapters.clock),
        *(Hourly(adapters.clock, work) for work in hourly(settings, adapters)),
        *sms_duties(settings, adapters),
    ]


def hourly(settings: Settings, adapters: Adapters) -> list[Work]:
    """What is done every hour: reminding people, and forgetting what nobody needs any more."""
    return [
        partial(remind_of_due, window=settings.notify_window),
        partial(sessions.sweep, total=settings.session_total),
        lambda now: sweep(adapters.storage, older_than=A_DAY),
        attempts.forget,
        devices.forget,
        links.forget,
        addresses.forget,
        factors.forget,
        halfway.sweep,
        challenges.sweep,
        sms_codes.sweep,
        outbox.forget,
        jobs.forget,
    ]


def sms_duties(settings: Settings, adapters: Adapters) -> list[Duty]:
    """Sending text messages, two at a time, so that one slow answer of the gateway does not hold up everybody."""
    send = partial(deliver_sms, settings=settings, texter=adapters.sms, keys=adapters.keys, clock=adapters.clock)
    return [send, send]


def pdf_maker(settings: Settings, adapters: Adapters) -> PdfMaker:
    """What makes the PDFs of completed questionnaires."""
    return PdfMaker(adapters.pdf, adapters.storage, adapters.keys, adapters.clock, settings)


def create_app(settings: Settings, adapters: Adapters) -> Litestar:
    """The portal as an ASGI application."""
    database.bind(adapters.engine, TABLES)
    crash.arm(settings.crash_at)
    return Litestar(
        route_handlers=route_handlers(settings),
        middleware=[
            SessionMiddleware(settings, adapters.clock, find_viewer),
            LocaleMiddleware(),
        ],
        guards=[csrf_guard],
        exception_handlers=ERROR_HANDLERS,
        before_send=[add_headers],
        lifespan=[lifespan(settings, adapters)],
        state=state_of(settings, adapters),
        request_max_body_size=LARGEST_FORM,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def route_handlers(settings: Settings) -> list[ControllerRouterHandler]:
    """Every route of the portal; the demo has two pages more."""
    return [
        *accounts_http.HANDLERS,
        *dossiers_http.HANDLERS,
        ActionsController,
        *questionnaire_handlers(settings),
        *upload_handlers(settings),
        *companies_http.HANDLERS,
        *subject_access_http.HANDLERS,
        *staff_handlers(settings),
        *information.HANDLERS,
        *([demo_mails, demo_sms] if settings.is_demo else []),
        favicon,
        static_router(),
    ]


def state_of(settings: Settings, adapters: Adapters) -> State:
    """What handlers reach through `state`, and nothing else is shared."""
    return State(
        {
            "settings": settings,
            "clock": adapters.clock,
            "key_ring": adapters.keys,
            "storage": adapters.storage,
            "mail": adapters.mail,
            "sms": adapters.sms,
            "pdf": adapters.pdf,
            "passwords": adapters.passwords,
            "strength": adapters.strength,
            "find_viewer": find_viewer,
            "act_for": act_for,
            "counts": actions.counts,
            "note_person": dossiers.note_person,
            "open_actions": actions.open_actions,
            "action_counts": actions.action_counts,
        }
    )


def lifespan(settings: Settings, adapters: Adapters) -> Callable[[Litestar], Any]:
    """Opens what the portal needs, and closes it again."""

    @asynccontextmanager
    async def living(_app: Litestar) -> AsyncIterator[None]:
        crash.arm(settings.crash_at)
        await database.start()
        try:
            async with Worker(duties(settings, adapters) if settings.worker else []):
                yield
        finally:
            await adapters.pdf.close()
            await database.stop()

    return living
