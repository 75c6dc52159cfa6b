"""Bas gives a colleague access: she reads and cannot deliver, then she may, and then she is blocked."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office, figure, follow, land_on, press
from tests.browser.visitors import NOBODY
from tests.support.sample_files import PDF

DOSSIER, REQUEST = "Hypotheek Overtoom 310", "Kopie van de statuten"
NAME, EMAIL, CHOSEN = "Noor Jansen", "noor@example.com", "vier losse woorden achter elkaar"


def link_in_mail(page: Any) -> str:
    """The path of the link in the newest mail to the colleague, which the demo shows."""
    for _turn in range(100):
        page.goto("/demo/mails")
        mail = page.locator("main article").filter(has_text=EMAIL)
        text = mail.first.text_content() if mail.count() else ""
        for word in text.split():
            if "/activate/" in word:
                return urlsplit(word).path
        page.wait_for_timeout(200)
    raise AssertionError("no invitation came")


def give(page: Any, right: str) -> None:
    """Let the colleague do something in the dossier of the company."""
    follow(page, "Accounts", within="nav.nav")
    follow(page, NAME)
    page.get_by_text("Alleen de dossiers die ik kies").click()
    page.get_by_label(DOSSIER).select_option(label=right)
    press(page, "Rechten bewaren")
    expect(page.locator("#rights option[selected]").filter(has_text=right).last).to_be_attached()


def test_bas_gives_a_colleague_access_and_takes_it_away(office: Office, arrive: Arrive):
    bas = arrive("bas")
    expect(bas.get_by_role("heading", level=1)).to_have_text("Bakker Vastgoed B.V.")
    follow(bas, "Accounts", within="nav.nav")
    bas.get_by_label("Naam van uw collega").fill(NAME)
    bas.get_by_label("Zakelijk e-mailadres").fill(EMAIL)
    press(bas, "Uitnodigen")
    expect(bas.locator("#colleagues")).to_contain_text(EMAIL)
    give(bas, "Lezen")

    noor = arrive(NOBODY)
    noor.goto(link_in_mail(noor))
    noor.locator("input[type=password]").first.fill(CHOSEN)
    noor.locator("main form button.btn").first.click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Bakker Vastgoed B.V.")
    assert (figure(noor, "dossiers"), figure(noor, "actions")) == ("1", "0")
    assert noor.locator("nav.nav").get_by_role("link", name="Accounts").count() == 0
    follow(noor, "Dossiers", within="nav.nav")
    follow(noor, DOSSIER)
    follow(noor, "Documenten")
    expect(noor.locator("main")).to_contain_text("Concept hypotheekakte")
    asked = office.site.value("SELECT id FROM upload_request WHERE title = ?", REQUEST)
    assert noor.request.get(f"/upload-requests/{asked}").status == 404

    give(bas, "Invullen en aanleveren")
    noor.goto("/actions")
    follow(noor, "Aanleveren")
    noor.locator("input[type=file]").first.set_input_files(
        [{"name": "statuten.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    if not office.has_script:
        press(noor, "Toevoegen")
    expect(noor.locator("main")).to_contain_text("statuten.pdf")
    press(noor, "Bevestigen")
    expect(noor.locator("main")).to_contain_text("UP-")
    bas.goto("/dossiers")
    follow(bas, DOSSIER)
    follow(bas, "Door mij aangeleverde documenten")
    expect(bas.locator("main")).to_contain_text("statuten.pdf")

    follow(bas, "Accounts", within="nav.nav")
    follow(bas, NAME)
    press(bas, "Blokkeren")
    expect(bas.locator("#member")).to_contain_text("Geblokkeerd")
    noor.goto("/dossiers")
    land_on(noor, "/login")


def test_the_window_of_a_phone_stays_where_it_is_when_something_is_saved(office: Office, arrive: Arrive):
    if not office.has_script:
        pytest.skip("without scripts it is another page, which begins at its top")
    bas = arrive("bas", viewport={"width": 390, "height": 844})
    bas.goto("/colleagues")
    bas.locator("main a[href^='/colleagues/']").last.click()
    save = bas.get_by_role("button", name="Rechten bewaren")
    save.scroll_into_view_if_needed()
    before = bas.evaluate("scrollY")
    save.click()
    expect(bas.get_by_text("De rechten zijn bewaard.")).to_be_visible()
    assert before > 0
    assert bas.evaluate("scrollY") == before


def test_anna_switches_between_herself_and_a_company(office: Office, arrive: Arrive):
    bas = arrive("bas")
    follow(bas, "Accounts", within="nav.nav")
    bas.get_by_label("Naam van uw collega").fill("Anna de V.")
    bas.get_by_label("Zakelijk e-mailadres").fill("anna@example.com")
    press(bas, "Uitnodigen")
    follow(bas, "Anna de V.")
    bas.get_by_text("Alle dossiers, ook nieuwe").click()
    press(bas, "Rechten bewaren")
    expect(bas.get_by_label("Alle dossiers, ook nieuwe")).to_be_checked()
    told = bas.get_by_text("De rechten zijn bewaard.")
    expect(told).to_be_in_viewport(ratio=1)
    assert told.evaluate("told => told.closest('[role=status]').getBoundingClientRect().height") > 20, "not to be seen"

    anna = arrive("anna")
    own = figure(anna, "dossiers")
    anna.locator("details.acting summary").click()
    if not office.has_script:
        follow(anna, "Naar andere dossiers", within="details.acting")
    anna.locator("form[action='/acting'] button").filter(has_text="Bakker Vastgoed").first.click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Bakker Vastgoed B.V.")
    assert figure(anna, "dossiers") == "1" != own
    anna.goto(f"/dossiers/{office.site.value('SELECT id FROM dossier WHERE title = ?', 'Testament De Vries')}")
    expect(anna.locator("main")).to_contain_text("Testament De Vries")
    assert figure(anna, "dossiers") == own
