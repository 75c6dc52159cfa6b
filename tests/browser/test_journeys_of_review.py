"""The office tries a questionnaire, and sends answers back: once with JavaScript, once without."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.journey import Arrive, follow, press
from tests.browser.test_journeys_of_staff import RIGHT, file

PURCHASE = "Koopwoning Lindengracht 112"
GIVEN_NAMES = "Anna Maria"
NOTE = "In uw paspoort staat ook de naam Johanna. Wilt u alle voornamen invullen?"
LISTED = RIGHT.replace(
    "| | end_group | | | |",
    "| | select_one_from_file dieren.csv | soort | Welk dier? | Which pet? |\n| | end_group | | | |",
)
PETS = "name,label::Nederlands (nl),label::English (en)\nhond,Hond,Dog\nkat,Kat,Cat\n"


def test_a_questionnaire_is_tried_before_anybody_is_asked(arrive: Arrive):
    page = arrive("sanne")
    page.goto("/staff/questionnaires/imports")
    page.get_by_label("Van welke vragenlijst?").select_option("new")
    files = [file("huisdier.md", LISTED.encode()), file("dieren.csv", PETS.encode())]
    page.locator('input[type="file"]').set_input_files(files)
    press(page, "Controleren")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw huisdier")
    follow(page, "Proberen: Nederlands")
    expect(page.locator("#preview")).to_contain_text("Voorbeeld")
    expect(page.get_by_role("heading", level=1)).to_have_text("Over uw huisdier")
    page.get_by_label("Hoe heet uw huisdier?").fill("Pluk")
    page.get_by_text("Kat", exact=True).click()
    press(page, "Volgende", "#step")
    expect(page.get_by_role("heading", level=1)).to_have_text("Controleer uw antwoorden")
    expect(page.locator("#answers")).to_contain_text("Pluk")
    follow(page, "English", "#preview")
    expect(page.locator("#answers")).to_contain_text("Cat")
    follow(page, "Stop the preview", "#preview")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw huisdier")


def test_answers_go_back_with_a_note_and_come_in_again(arrive: Arrive):
    sanne, anna = arrive("sanne"), arrive("anna")
    _send_back(sanne, Voornamen=NOTE, Achternaam="Is dit uw geboortenaam?")
    _what_the_client_sees_of_it(anna)
    anna.get_by_role("textbox", name="Voornamen").fill("Anna Maria Johanna")
    press(anna, "Volgende", "#step")
    expect(anna.locator("#step")).not_to_contain_text(NOTE)
    expect(anna.locator(".plan-card")).not_to_contain_text("Nog niet klaar")
    anna.goto(anna.url.partition("/steps/")[0] + "/check")
    anna.get_by_label("naar waarheid").check()
    press(anna, "Antwoorden versturen")
    expect(anna.locator("#questionnaire")).to_contain_text("-2")
    sanne.reload()
    expect(sanne.locator("#response")).to_contain_text(f"Eerst: {GIVEN_NAMES}")
    expect(sanne.locator("#response")).to_contain_text("Anna Maria Johanna")


def _what_the_client_sees_of_it(page: Any) -> None:
    """How many notes there are in the list, which questions they are at, and each beside its question."""
    page.goto("/actions")
    item = page.locator("#actions .list li", has_text="Aankoop van een woning").first
    expect(item).to_contain_text("Teruggestuurd")
    expect(item).to_contain_text("2 opmerkingen van mr. S. Okafor")
    item.get_by_role("link", name="Aanpassen").click()
    expect(page.get_by_text("Wij hebben deze vragenlijst teruggestuurd")).to_be_visible()
    expect(page.locator(".head .note li")).to_have_count(2)
    follow(page, "Voornamen", ".head .note")
    marked = page.locator(".marked:target")
    expect(marked).to_contain_text(NOTE)
    expect(marked.get_by_role("textbox", name="Voornamen")).to_have_value(GIVEN_NAMES)


def _send_back(page: Any, **notes: str) -> None:
    page.goto("/staff")
    follow(page, PURCHASE)
    follow(page, "Antwoorden lezen", "#requests")
    for question, note in notes.items():
        row = page.locator("dl.answers > div", has_text=question).first
        row.locator("summary").click()
        row.get_by_label("Opmerking voor de klant").fill(note)
    press(page, "Terugsturen met opmerkingen")
    expect(page.locator("#notes")).to_contain_text("Teruggestuurd door mr. S. Okafor")
    expect(page.locator("#response")).to_contain_text(NOTE)
