"""A day at the office, as the people there do it: once with JavaScript, once without."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.journey import Arrive, follow, press
from tests.support.papers import pdf

TITLE = "Koop Prinsengracht 8"


def test_a_dossier_from_its_beginning_to_its_end(arrive: Arrive):
    sanne, carla = arrive("sanne"), arrive("carla")
    _make(sanne)
    _let_in(sanne)
    _publish(sanne)
    carla.goto("/dossiers")
    follow(carla, TITLE)
    follow(carla, "Documenten", ".tabs")
    expect(carla.locator("#documents")).to_contain_text("Concept van de koopakte")
    expect(carla.locator("#documents")).to_contain_text("Bijlage")
    _ask(sanne, carla)
    _show_progress(sanne, carla)
    _close_and_reopen(sanne, carla)


def test_importing_a_questionnaire_that_is_broken_and_then_right(arrive: Arrive):
    page = arrive("sanne")
    page.goto("/staff/questionnaires")
    follow(page, "Vragenlijst importeren")
    give(page, "gebroken.md", BROKEN)
    summary = page.locator("#errors")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("survey")
    expect(page.locator("#import table")).to_contain_text("survey")
    expect(page.locator('#import td[data-label="Rij"]').first).to_have_text("2")
    give(page, "huisdier.md", RIGHT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw huisdier")
    expect(page.locator("#import")).to_contain_text("Hoe heet uw huisdier?")
    expect(page.locator("#import")).to_contain_text("What is your pet called?")
    press(page, "Publiceren")
    expect(page.locator("#versions")).to_contain_text("Gepubliceerd")
    page.goto("/staff")
    follow(page, "Koopwoning Lindengracht 112")
    expect(page.get_by_label("Vragenlijst", exact=True)).to_contain_text("Uw huisdier")


def _make(page: Any) -> None:
    page.goto("/staff")
    follow(page, "Nieuw dossier")
    page.get_by_label("Soort dossier").select_option("transfer")
    page.get_by_label("Titel voor de klant").fill(TITLE)
    press(page, "Dossier maken")
    expect(page.locator("#errors")).to_contain_text("Vul het dossiernummer in")
    expect(page.get_by_label("Titel voor de klant")).to_have_value(TITLE)
    page.get_by_label("Dossiernummer").fill("2026.2001")
    press(page, "Dossier maken")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def _let_in(page: Any) -> None:
    page.get_by_label("Naam van een persoon of bedrijf, of e-mailadres").fill("öztürk")
    press(page, "Zoeken", "#people")
    press(page, "Toevoegen Carla", "#people")
    expect(page.locator("#people table")).to_contain_text("Carla Öztürk")


def _publish(page: Any) -> None:
    page.get_by_label("Onderdeel").select_option("published")
    form = page.locator("#publish")
    form.locator("#publish-title-1").fill("Concept van de koopakte")
    form.locator("#publish-file-1").set_input_files(file("a.pdf"))
    form.locator("summary").click()
    form.locator("#publish-file-2").set_input_files(file("Bijlage.pdf"))
    press(page, "Publiceren", "#publish")
    expect(page.locator("#published")).to_contain_text("Concept van de koopakte")
    expect(page.locator("#published")).to_contain_text("Bijlage")


def _ask(sanne: Any, carla: Any) -> None:
    sanne.locator("#upload-title").fill("Kopie van uw rijbewijs")
    sanne.locator("#upload-message").fill("Wilt u ons een kopie sturen?")
    press(sanne, "Verzoek plaatsen", "#ask-upload")
    expect(sanne.locator("#placed")).to_contain_text("Kopie van uw rijbewijs")
    sanne.locator("#questionnaire-questionnaire").select_option(label="Testament")
    press(sanne, "Verzoek plaatsen", "#ask-questionnaire")
    expect(sanne.locator("#placed")).to_contain_text("Testament")
    carla.goto("/actions")
    expect(carla.locator("#actions > .list > li")).to_have_count(2)
    row = sanne.locator("#placed tr", has_text="Testament")
    row.get_by_role("button").click()
    expect(row).to_contain_text("Herinnerd")
    row.get_by_role("link", name="Intrekken").click()
    press(sanne, "Verzoek intrekken")
    expect(row).to_contain_text("Ingetrokken")
    carla.reload()
    expect(carla.locator("#actions > .list > li")).to_have_count(1)


def _show_progress(sanne: Any, carla: Any) -> None:
    follow(sanne, "Voortgang wijzigen")
    sanne.get_by_label("Naam van de stap in het Nederlands").fill("Wij wachten op de bank")
    sanne.get_by_role("group", name="Stand").get_by_text("Nu", exact=True).click()
    press(sanne, "Stap toevoegen")
    expect(sanne.locator(".timeline")).to_contain_text("Wij wachten op de bank")
    carla.goto("/dossiers")
    follow(carla, TITLE)
    follow(carla, "Voortgang", ".tabs")
    expect(carla.locator(".timeline")).to_contain_text("Wij wachten op de bank")


def _close_and_reopen(sanne: Any, carla: Any) -> None:
    follow(sanne, TITLE)
    follow(sanne, "Dossier sluiten")
    press(sanne, "Dossier sluiten")
    expect(sanne.locator("#state")).to_contain_text("Dit dossier is afgerond")
    expect(sanne.locator("#publish")).to_have_count(0)
    carla.goto("/dossiers")
    expect(carla.locator("#dossiers")).to_contain_text("Afgerond")
    carla.goto("/actions")
    expect(carla.locator("#actions > .list > li")).to_have_count(0)
    press(sanne, "Dossier heropenen")
    expect(sanne.locator("#publish")).to_be_visible()


def file(name: str, content: bytes | None = None) -> dict[str, Any]:
    """A file to choose."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": pdf() if content is None else content}


def give(page: Any, name: str, source: str) -> None:
    """Hand a spreadsheet in."""
    page.locator('input[type="file"]').set_input_files(file(name, source.encode()))
    page.locator("#import form button").click()


RIGHT = """\
| survey | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) |
| | begin_group | dier | Over uw huisdier | About your pet |
| | text | naam | Hoe heet uw huisdier? | What is your pet called? |
| | end_group | | | |

| settings | | | | |
| | form_title | attribute::np:title_en | form_id | default_language |
| | Uw huisdier | Your pet | huisdier | Nederlands (nl) |
"""
BROKEN = RIGHT.replace("begin_group | dier", "begin_grup | dier")
