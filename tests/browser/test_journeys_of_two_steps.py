"""Two-step verification as people live with it: once with JavaScript, once without."""

import datetime
import time
from typing import Any

from playwright.sync_api import expect

from portal.accounts.factors import app
from portal.demo.people import PASSWORD
from tests.browser.journey import Arrive, follow, land_on, press
from tests.browser.visitors import sign_in


def code_of(key: str, *, before: bool = False) -> str:
    """What the app shows now, or what it showed before that, with some seconds left to type it."""
    while app.SECONDS - time.time() % app.SECONDS < 8:
        time.sleep(1)
    now = datetime.datetime.now(datetime.UTC)
    return app.code_at(key, now - datetime.timedelta(seconds=app.SECONDS if before else 0))


def set_up(page: Any, start: str) -> tuple[str, str]:
    """Link an app and keep the recovery code; both."""
    page.goto(start)
    follow(page, "App met codes")
    expect(page.get_by_role("img", name="QR-code")).to_be_visible()
    key = page.locator("#key").inner_text().replace(" ", "")
    page.locator("#code").fill("000000")
    press(page, "App koppelen")
    expect(page.locator("#errors")).to_be_visible()
    assert page.locator("#key").inner_text().replace(" ", "") == key
    page.locator("#code").fill(code_of(key, before=True))
    press(page, "App koppelen")
    expect(page.locator("h1")).to_have_text("Bewaar uw herstelcode")
    recovery_code = page.locator("#recovery-code").inner_text()
    page.reload()
    expect(page.locator("#recovery-code")).to_have_text(recovery_code)
    page.locator("#kept").check()
    press(page, "Klaar")
    expect(page.locator("#two-step")).to_contain_text("App met codes")
    return key, recovery_code


def sign_out(page: Any) -> None:
    """Sign out by the button in the header."""
    page.locator(".user").get_by_role("button", name="Uitloggen").click()
    land_on(page, "/login")


def turn_off(page: Any, start: str) -> None:
    """Take the only factor away, with the password."""
    page.goto(start)
    follow(page, "Uitzetten")
    page.locator("#current").fill(PASSWORD)
    press(page, "Uitzetten")
    expect(page.locator("h1")).to_have_text("Kies een tweede slot")


def test_anna_links_an_app_signs_in_with_it_loses_it_and_turns_it_off(arrive: Arrive) -> None:
    anna = arrive("anna")
    anna.goto("/account")
    follow(anna, "Aanzetten", "#two-step-card")
    expect(anna.locator("h1")).to_have_text("Kies een tweede slot")
    key, recovery_code = set_up(anna, "/account/two-step/new")
    sign_out(anna)
    sign_in(anna, "anna")
    expect(anna.locator("h1")).to_have_text("Voer de code uit uw app in")
    anna.goto("/dossiers")
    land_on(anna, "/login")
    anna.goto("/login/code")
    anna.locator("#code").fill(code_of(key))
    press(anna, "Doorgaan")
    land_on(anna, "/")
    sign_out(anna)
    sign_in(anna, "anna")
    anna.get_by_text("Op een andere manier inloggen").click()
    anna.locator("#recovery_code").fill(recovery_code.lower().replace("-", " "))
    press(anna, "Inloggen met herstelcode")
    expect(anna.locator("h1")).to_have_text("Bewaar uw herstelcode")
    assert anna.locator("#recovery-code").inner_text() != recovery_code
    anna.locator("#kept").check()
    press(anna, "Klaar")
    turn_off(anna, "/account/two-step")


def test_sanne_protects_herself_and_resets_a_client_who_lost_everything(arrive: Arrive) -> None:
    carla, sanne = arrive("carla"), arrive("sanne")
    set_up(carla, "/account/two-step/new")
    sanne.goto("/staff/clients")
    follow(sanne, "Carla Öztürk")
    press(sanne, "Resetten en vastleggen")
    expect(sanne.locator("#errors")).to_be_visible()
    sanne.locator("label").get_by_text("Aan de balie, met identiteitsbewijs").click()
    sanne.get_by_label("Welk bewijs hebt u gezien?").select_option(label="Paspoort")
    press(sanne, "Resetten en vastleggen")
    expect(sanne.locator("#two-step")).to_contain_text("Gereset door het kantoor")
    carla.goto("/dossiers")
    land_on(carla, "/login")
    sign_in(carla, "carla")
    land_on(carla, "/")
    set_up(sanne, "/staff/account/two-step/new")
    turn_off(sanne, "/staff/account/two-step")
