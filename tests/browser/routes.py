"""Which addresses there are, from the route table itself, and who visits each of them with what."""

import datetime
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from uuid import uuid4

from litestar import Litestar

from portal.app import route_handlers
from portal.demo.people import ANNA, DAAN, SANNE
from portal.settings import load
from tests.browser.site import Site
from tests.browser.visitors import NOBODY

PARAMETER = re.compile(r"\{(\w+):\w+\}")
NEWCOMER = "Noor Nieuwenhuis"
PURCHASE, WILL, MARRIAGE = "Koopwoning Lindengracht 112", "Testament De Vries", "Huwelijkse voorwaarden"
PUBLIC = {"/login", "/help", "/privacy", "/accessibility", "/demo/mails", "/demo/sms"}

GATES = ("/login/code", "/email-", "/activate", "/reset", "/forgotten", "/staff/forgotten", "/staff/login")

# The addresses with a GET that are no page, and why.
NO_PAGES = {
    "/health": "an answer to a machine",
    "/account/two-step/sms/code": "seen in the journeys of text messages, by who gave a number",
    "/account/two-step/sms/code/message": "a part of that page",
    "/account/proof/message": "a part of the page that asks to prove again",
    "/account/two-step/{factor_id:uuid}/removal": "seen in the journeys of two steps, by who has one",
    "/staff/account/two-step/{factor_id:uuid}/removal": "the same page",
    "/favicon.ico": "a picture",
    "/login/code/message": "a part of /login/code",
    "/documents/{document_id:uuid}/content": "a file",
    "/documents/{document_id:uuid}/download": "a file",
    "/documents/{document_id:uuid}/attachments/{index:int}": "a file",
    "/staff/documents/{document_id:uuid}/content": "a file",
    "/staff/documents/{document_id:uuid}/download": "a file",
    "/staff/documents/{document_id:uuid}/attachments/{index:int}": "a file",
    "/questionnaires/{response_id:uuid}/pictures/{name:str}": "a file",
    "/staff/questionnaire-versions/{version_id:uuid}/preview/{language:str}/pictures/{name:str}": "a file",
    "/staff/questionnaire-versions/{version_id:uuid}/source": "a file",
    "/staff/questionnaire-responses/{response_id:uuid}/json": "a file",
    "/staff/questionnaire-responses/{response_id:uuid}/xform": "a file",
}


@dataclass(frozen=True)
class Visit:
    """Somebody opens an address."""

    person: str
    path: str


def routes() -> set[str]:
    """Every address of the demo with a GET, the static files aside."""
    app = Litestar(route_handlers(load({}, environment="demo")), openapi_config=None)
    with_get = {route.path for route in app.routes if "GET" in getattr(route, "methods", ())}
    return {path for path in with_get if not path.startswith("/static/")}


def page_routes() -> list[str]:
    """Those that are pages."""
    return sorted(routes() - set(NO_PAGES))


def visits(route: str, site: Site) -> list[Visit]:
    """Who opens an address and with which identifiers; an address that is new here needs nothing but its parameters."""
    person = who(route)
    if route in SEVERAL:
        return [Visit(visitor or person, path) for visitor, path in SEVERAL[route](site)]
    return [Visit(person, filled_in(route, site))]


def who(route: str) -> str:
    """The person that an address is for."""
    if route in PUBLIC or route.startswith(GATES):
        return NOBODY
    if route.startswith(("/acting", "/colleagues")):
        return "bas"
    return "sanne" if route.startswith("/staff") else "anna"


def filled_in(route: str, site: Site, **given: str) -> str:
    """The address with identifiers of the demo in it."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in given:
            return given[name]
        assert name in OF_THE_DEMO, f"{route}: say in tests/browser/routes.py which {name} to visit it with"
        return OF_THE_DEMO[name](site, route)

    return PARAMETER.sub(value, route)


def dossier(site: Site, title: str = PURCHASE) -> str:
    """A dossier by its title."""
    return site.value("SELECT id FROM dossier WHERE title = ?", title)


def account(site: Site, email: str = ANNA.email) -> str:
    """An account by its e-mail address."""
    return site.value("SELECT id FROM account WHERE email = ?", email)


def upload(site: Site, title: str = "Kopie van uw paspoort") -> str:
    """An upload request by its title."""
    return site.value("SELECT id FROM upload_request WHERE title = ?", title)


def response(site: Site, title: str = "Testament") -> str:
    """A questionnaire that was asked of Anna, by its title."""
    return site.value("SELECT id FROM questionnaire_response WHERE title_nl = ?", title)


def mail(site: Site) -> str:
    """The e-mail in the dossier."""
    return site.value("SELECT id FROM document WHERE file_name LIKE '%.eml'")


def published(site: Site) -> str:
    """A document that the office published."""
    return site.value("SELECT id FROM document WHERE title = 'Nota van afrekening'")


def progress_step(site: Site) -> str:
    """A step of the progress of the purchase."""
    return site.value("SELECT id FROM progress_step WHERE dossier = ? ORDER BY position", dossier(site))


def member(site: Site) -> str:
    """The membership of Daan."""
    return site.value("SELECT id FROM membership WHERE account = ?", account(site, DAAN.email))


def reset_token(site: Site) -> str:
    """The token of a link with which Anna can choose a new password."""
    return link_token(site, "reset")


def address_token(site: Site, purpose: str) -> str:
    """The token of a link by which Anna confirms or undoes a change of her e-mail address."""
    now, change = str(datetime.datetime.now(datetime.UTC)), str(uuid4())
    confirmed_at = now if purpose == "email_undo" else None
    row = (change, account(site), ANNA.email, "anna.nieuw@example.com", now, confirmed_at)
    with closing(sqlite3.connect(site.data / "portal.sqlite")) as connection, connection:
        connection.execute(
            "INSERT INTO email_change (id, account, old_address, new_address, requested_at, confirmed_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
    return link_token(site, purpose, change)


def link_token(site: Site, purpose: str, item: str | None = None) -> str:
    """The token of a one-time link of Anna."""
    return site.link(account(site), purpose, item)


OF_THE_DEMO = {
    "dossier_id": lambda site, _: dossier(site),
    "account_id": lambda site, _: account(site),
    "client_id": lambda site, _: account(site),
    "staff_id": lambda site, _: account(site, SANNE.email),
    "step_id": lambda site, _: progress_step(site),
    "response_id": lambda site, _: response(site),
    "request_id": lambda site, route: response(site) if "questionnaire" in route else upload(site),
    "document_id": lambda site, route: published(site) if route.endswith("/withdrawal") else mail(site),
    "token": lambda site, _: site.invite(f"{uuid4()}@example.com", NEWCOMER).rsplit("/", 1)[-1],
    "questionnaire_id": lambda site, _: site.value("SELECT id FROM questionnaire WHERE title_nl = 'Testament'"),
    "member_id": lambda site, _: member(site),
    "organisation_id": lambda site, _: site.value("SELECT id FROM organisation"),
    "language": lambda _site, _route: "nl",
    "version_id": lambda site, _: site.value(
        "SELECT v.id FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire "
        "WHERE q.title_nl = 'Testament'"
    ),
}


def of_client(site: Site) -> Iterable[tuple[str, str]]:
    """The start page of people with much, with something and with nothing to do."""
    return [(person, "/") for person in ("anna", "bas", "carla")]


def tabs(site: Site) -> Iterable[tuple[str, str]]:
    """Every part of a dossier, full and empty."""
    parts = ("progress", "documents", "correspondence", "supplied")
    full, bare = dossier(site), dossier(site, MARRIAGE)
    return [("anna", f"/dossiers/{one}/{part}") for one in (full, bare) for part in parts]


def steps(site: Site) -> Iterable[tuple[str, str]]:
    """Every step of a questionnaire."""
    keys = ("start", "reach", "you_id", "marital", "family", "estate", "finally")
    return [("anna", f"/questionnaires/{response(site)}/steps/{key}") for key in keys]


PREVIEW = "/staff/questionnaire-versions/{version_id:uuid}/preview/{language:str}"
SEVERAL = {
    "/": of_client,
    "/activate": lambda site: [(NOBODY, filled_in("/activate/{token:str}", site))],
    "/reset": lambda site: [(NOBODY, f"/reset/{reset_token(site)}")],
    "/reset/{token:str}": lambda site: [(NOBODY, f"/reset/{reset_token(site)}")],
    "/email-change": lambda site: [(NOBODY, f"/email-change/{address_token(site, 'email_change')}")],
    "/email-change/{token:str}": lambda site: [(NOBODY, f"/email-change/{address_token(site, 'email_change')}")],
    "/email-undo": lambda site: [(NOBODY, f"/email-undo/{address_token(site, 'email_undo')}")],
    "/email-undo/{token:str}": lambda site: [(NOBODY, f"/email-undo/{address_token(site, 'email_undo')}")],
    "/dossiers": lambda _: [("anna", "/dossiers"), ("carla", "/dossiers")],
    "/actions": lambda _: [("anna", "/actions"), ("bas", "/actions"), ("carla", "/actions")],
    "/account": lambda _: [("anna", "/account"), ("bas", "/account")],
    "/dossiers/{dossier_id:uuid}/{tab:str}": tabs,
    "/upload-requests/{request_id:uuid}": lambda site: [
        ("anna", f"/upload-requests/{upload(site)}"),
        ("anna", f"/upload-requests/{upload(site, 'Koopovereenkomst')}"),
        ("bas", f"/upload-requests/{upload(site, 'Kopie van de statuten')}"),
    ],
    "/questionnaires/{response_id:uuid}/steps/{step:str}": steps,
    "/questionnaires/{response_id:uuid}/steps/{step:str}/removal": lambda site: [
        ("anna", f"/questionnaires/{response(site)}/steps/family/removal")
    ],
    "/questionnaires/{response_id:uuid}/result": lambda site: [
        ("anna", f"/questionnaires/{response(site, 'Aankoop van een woning')}/result")
    ],
    "/questionnaires/{response_id:uuid}/result/pdf": lambda site: [
        ("anna", f"/questionnaires/{response(site, 'Aankoop van een woning')}/result/pdf")
    ],
    PREVIEW + "/steps/{step:str}": lambda site: [
        ("sanne", filled_in(PREVIEW, site) + f"/steps/{key}") for key in ("start", "family")
    ],
    PREVIEW + "/steps/{step:str}/removal": lambda site: [("sanne", filled_in(PREVIEW, site) + "/steps/family/removal")],
    "/staff/questionnaire-responses/{response_id:uuid}": lambda site: [
        ("sanne", f"/staff/questionnaire-responses/{response(site, 'Aankoop van een woning')}")
    ],
    "/staff/dossiers/{dossier_id:uuid}": lambda site: [
        ("sanne", f"/staff/dossiers/{dossier(site, title)}") for title in (PURCHASE, WILL, MARRIAGE)
    ],
    "/help": lambda _: [(NOBODY, "/help"), ("anna", "/help")],
    "/staff/dossiers/{dossier_id:uuid}/people/{account_id:uuid}/removal": lambda site: [
        ("sanne", f"/staff/dossiers/{dossier(site)}/people/{account(site)}/removal"),
        (
            "sanne",
            f"/staff/dossiers/{dossier(site, 'Hypotheek Overtoom 310')}/people/{site.value('SELECT id FROM organisation')}/removal",
        ),
    ],
}
