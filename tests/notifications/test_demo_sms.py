"""In the demo everybody can read the text messages, and nowhere else."""

from dataclasses import replace

import pytest

from portal.adapters.sms import DemoTexter
from portal.app import create_app, duties
from portal.jobs.worker import Worker
from tests.accounts.factors import sign_in
from tests.accounts.sms.texting import code_in, give_sms
from tests.support.browser import Person
from tests.support.office import Office


@pytest.fixture
def demo(office: Office) -> Office:
    """The same office, as a demo without a gateway."""
    settings = replace(office.settings, environment="demo")
    adapters = replace(office.adapters, sms=DemoTexter())
    return replace(office, settings=settings, adapters=adapters, app=create_app(settings, adapters))


async def test_a_visitor_finds_the_code_on_the_page_that_the_sign_in_leads_to(demo: Office) -> None:
    visitor = demo.visitor()
    assert "nog geen sms" in (await visitor.get("/demo/sms")).text
    await give_sms(demo, "anna")
    page = await visitor.follow(await sign_in(visitor, demo, "anna"))
    await Worker(duties(demo.settings, demo.adapters)).run_until_idle()
    told = await visitor.get(page.one("a[href='/demo/sms']").get("href"))
    code = code_in(told.one("article p").text_content())
    assert (await visitor.post("/login/code", {"code": code})).status == 303


async def test_outside_the_demo_there_is_no_such_page(office: Office, anna: Person) -> None:
    assert (await anna.get("/demo/sms")).status == 404
    page = await office.visitor().get("/login")
    assert "/demo/sms" not in page.response.text
