"""Every route, for everybody who has something or nothing to do with a company: a right holds there, or nothing is there.

The routes come from the portal itself; one of a client that is in no class below fails, so that a new route gets its
line here.
"""

from enum import Enum
from uuid import uuid4

import pytest

from portal.accounts.operations import create_account
from portal.accounts.tables import AccountKind, Membership
from portal.companies.operations import members
from portal.companies.operations.inviting import NewMember, invite
from portal.dossiers.tables import Document
from tests.attacks.conftest import NOBODY, Site, a_mail, kept
from tests.attacks.forms import FORMS
from tests.attacks.routes import PARAMETER, Route, routes, send
from tests.attacks.test_access import compare
from tests.questionnaires.conftest import ask as ask_to_fill_in
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import publish
from tests.uploads.conftest import ask as ask_to_deliver
from tests.uploads.sending import put

COMPANY = "bas"
"""Whose things are taken: those of his company, put in the place of his own."""


class Needed(Enum):
    """What it takes to find something of a company's dossier."""

    READING = "reading"
    DELIVERING = "delivering"
    DECIDING = "deciding"
    BEING_BAS = "being Bas"  # what is of his account, and not of the company
    STAFF = "staff"


# By the beginning of the route; the longest that fits counts.
CLASSES = {
    "/dossiers/{dossier_id}": Needed.READING,
    "/documents/{document_id}": Needed.READING,
    "/questionnaires/{response_id}": Needed.DELIVERING,
    "/upload-requests/{request_id}": Needed.DELIVERING,
    "/uploaded-files/{file_id}": Needed.DELIVERING,
    "/colleagues/{member_id}": Needed.DECIDING,
    "/account/": Needed.BEING_BAS,
    "/staff/": Needed.STAFF,
}
MAY = {
    "administrator": {Needed.READING, Needed.DELIVERING, Needed.DECIDING, Needed.BEING_BAS},
    "deliverer": {Needed.READING, Needed.DELIVERING},
    "reader": {Needed.READING},
    "outsider": set(),  # a member, but not of this dossier
    "blocked": set(),
    "removed": set(),
    "anna": set(),  # decides for another company
    "carla": set(),  # a client, and a member of that other company
    NOBODY: set(),
    "sanne": {Needed.STAFF},
}


def class_of(route: Route) -> Needed:
    """What a route takes."""
    found = [(prefix, needed) for prefix, needed in CLASSES.items() if route.path.startswith(prefix)]
    assert found, f"say in {__name__} what it takes to find {route.name}"
    return max(found)[1]


def with_things(office: Office) -> list[Route]:
    """The routes that name a thing."""
    return [route for route in routes(office.app) if route.nouns]


@pytest.fixture
async def company(site: Site) -> Site:
    """The site, with a dossier of the company that has one of everything, and somebody in every role."""
    office, now, bas = site.office, site.office.clock.now(), site.office.accounts["bas"].id
    dossier = await office.company_dossier("2026.3003")
    for name in ("reader", "deliverer", "outsider", "blocked", "removed"):
        await _member(office, name)
    for name in ("deliverer", "blocked", "removed"):
        await office.allow(name, deliver=dossier)
    await office.allow("reader", read=dossier)
    await office.allow("outsider", deliver=await office.company_dossier("2026.3004"))
    await members.block(await office.member("blocked"), actor=bas, now=now)
    await members.remove(await office.member("removed"), actor=bas, now=now)
    site.people["administrator"] = await office.browser("bas", acting_for=office.organisation)
    for name in ("reader", "deliverer", "outsider", "blocked", "removed"):
        site.people[name] = await office.browser(name, acting_for=office.organisation)
    upload = await ask_to_deliver(office, dossier, "bas")
    file = uuid4()
    assert (await put(site.people["deliverer"], upload, file=file)).status == 200
    site.of[COMPANY] |= {
        "dossier": dossier,
        "document": await publish(office, dossier, a_mail(), file_name="afspraak.eml"),
        "upload": upload,
        "file": file,
        "response": await ask_to_fill_in(office, dossier, site.of[COMPANY]["questionnaire"], "bas"),
        "member": await office.member("reader"),
    }
    return site


async def _member(office: Office, name: str) -> None:
    now, email = office.clock.now(), f"{name}@example.com"
    account = await create_account(AccountKind.CLIENT, email=email, name=name.title(), now=now)
    office.accounts[name] = account
    await invite(office.organisation, NewMember(name, email), actor=office.accounts["bas"].id, now=now)
    await Membership.update({Membership.used_at: now}).where(Membership.account == account.id)


def test_every_route_has_its_class(office: Office) -> None:
    for route in with_things(office):
        class_of(route)


@pytest.mark.parametrize("role", [role for role in MAY if role != "sanne"])
async def test_what_a_role_may_not_find_never_was(company: Site, role: str) -> None:
    before = await kept()
    for route in with_things(company.office):
        if class_of(route) not in MAY[role]:
            ids = {name: company.id(COMPANY, noun) for name, noun in route.nouns.items()}
            await compare(company, role, route, ids, owner=COMPANY)
    assert await kept() == before


@pytest.mark.parametrize("role", ["administrator", "deliverer", "reader"])
async def test_what_a_role_may_find_is_there_whatever_they_act_for(company: Site, role: str) -> None:
    name = "bas" if role == "administrator" else role
    for person in (company.people[role], await company.office.browser(name)):
        for route in with_things(company.office):
            if class_of(route) in MAY[role] and not route.is_unsafe:
                assert await _opens(company, person, route), (role, route.name)


async def test_the_forms_are_taken_from_who_may_deliver(company: Site) -> None:
    last = ("confirmation", "removal", "completion")
    targets = [route for route in with_things(company.office) if route.is_unsafe]
    for route in sorted(targets, key=lambda one: one.path.endswith(last)):
        if class_of(route) is Needed.DELIVERING:
            form, address = FORMS[route.name](company, COMPANY), route.own_address(company, COMPANY)
            response = await send(company.people["deliverer"], route, address, form)
            assert response.status_code in {200, 303, 409, 422}, (route.name, response.status_code)


@pytest.mark.parametrize("role", ["outsider", "blocked", "removed", "anna", "carla"])
async def test_no_list_figure_or_page_shows_it_either(company: Site, role: str) -> None:
    """The pages without an id: nothing of the dossier is on any of them."""
    person = company.people[role]
    for route in routes(company.office.app):
        if not route.is_unsafe and not PARAMETER.search(route.path) and not route.is_staff and not route.is_public:
            page = await person.client.get(route.path)
            for noun in ("dossier", "document", "upload", "response"):
                assert company.id(COMPANY, noun) not in page.text, (role, route.name, noun)


async def test_the_plan_and_who_opened_what_are_for_who_may_read(company: Site) -> None:
    dossier, document = company.id(COMPANY, "dossier"), company.id(COMPANY, "document")
    await Document.update({Document.title: "Stuk van het bedrijf"}).where(
        Document.id == company.of[COMPANY]["document"]
    )
    assert (await company.people["sanne"].get(f"/staff/documents/{document}")).status == 200
    for role in MAY.keys() - {NOBODY, "sanne"}:
        person, may = company.people[role], Needed.READING in MAY[role]
        progress = await person.client.get(f"/dossiers/{dossier}/progress")
        openings = await person.client.get("/account/openings")
        assert (progress.status_code == 200) is may, role
        assert ("Stuk van het bedrijf" in openings.text) is may, role


async def _opens(site: Site, person: Person, route: Route) -> bool:
    response = await person.client.request(route.method, route.own_address(site, COMPANY))
    is_not_sent = route.path.endswith("/result/pdf")
    return response.status_code in ({404} if is_not_sent else {200, 303}) and "/login" not in response.headers.get(
        "location", ""
    )
