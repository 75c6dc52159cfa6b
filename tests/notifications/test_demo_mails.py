"""In the demo everybody can read the mails, and nowhere else."""

from dataclasses import replace

import pytest

from portal.accounts import operations as accounts
from portal.adapters.mail import DemoMailer
from portal.app import create_app, duties
from portal.jobs.worker import Worker
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import publish


@pytest.fixture
def demo(office: Office) -> Office:
    """The same office, as a demo."""
    settings = replace(office.settings, environment="demo")
    adapters = replace(office.adapters, mail=DemoMailer())
    return replace(office, settings=settings, adapters=adapters, app=create_app(settings, adapters))


async def test_a_visitor_reads_the_mails_newest_first_and_follows_their_links(demo: Office) -> None:
    visitor = demo.visitor()
    assert "nog geen mail" in (await visitor.get("/demo/mails")).text
    await publish(demo, await demo.dossier())
    await accounts.invite(demo.accounts["carla"].id, now=demo.clock.now(), actor=demo.accounts["sanne"].id)
    await Worker(duties(demo.settings, demo.adapters)).run_until_idle()
    page = await visitor.get("/demo/mails")
    assert [heading.text for heading in page.tree.cssselect("article h2")] == [
        "Uw toegang tot het klantenportaal",
        "Er staat een nieuw document voor u klaar",
    ]
    links = [link.get("href") for link in page.tree.cssselect("article a")]
    activation = next(link for link in links if "/activate/" in link)
    assert (await visitor.follow(await visitor.get(activation))).status == 200


async def test_outside_the_demo_there_is_no_such_page(office: Office, anna: Person) -> None:
    assert (await anna.get("/demo/mails")).status == 404
    assert (await office.visitor().get("/demo/mails")).status == 404
