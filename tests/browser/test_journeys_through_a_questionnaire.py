"""Filling in a questionnaire as a person does: in pieces, with mistakes, from two places, and to the end."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.journey import Arrive, Office, downloaded, follow, land_on, press

WILL, FIRST_OPEN = "Testament", "Uw burgerlijke staat"


def test_a_questionnaire_from_the_middle_to_its_pdf(office: Office, arrive: Arrive):
    page = arrive("anna")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRST_OPEN)
    _mistakes_are_told_where_they_are(page)
    _an_answer_brings_up_a_question(office, page)
    press(page, "Bewaren en later verder")
    land_on(page, "/actions")

    elsewhere = arrive("anna")
    go_on(elsewhere)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text(FIRST_OPEN)
    expect(elsewhere.get_by_label("Voornamen")).to_have_value("Jan Hendrik")
    _there_and_back(elsewhere)
    _to_the_check(elsewhere)
    _change_one_answer(elsewhere)
    _send(office, elsewhere)


def go_on(page: Any) -> None:
    """Take the questionnaire up where it was left."""
    page.goto("/actions")
    page.locator(".list > li", has_text=WILL).get_by_role("link").click()
    land_on(page, "*/steps/*")


def answer(page: Any, question: str, choice: str) -> None:
    """Choose one of the answers to a question."""
    page.get_by_role("group", name=question).get_by_text(choice, exact=True).click()


def arrived(page: Any, heading: str) -> None:
    """Wait for a step."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def _mistakes_are_told_where_they_are(page: Any) -> None:
    press(page, "Volgende")
    summary = page.locator("#errors")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Geef aan wat de burgerlijke staat is")
    question = page.get_by_role("group", name="Burgerlijke staat")
    expect(question).to_contain_text("Geef aan wat de burgerlijke staat is")
    summary.get_by_role("link").first.click()
    expect(question.get_by_role("radio").first).to_be_focused()


def _an_answer_brings_up_a_question(office: Office, page: Any) -> None:
    for question, choice in (
        ("Burgerlijke staat", "Ongehuwd"),
        ("Is er een partner met wie wordt samengewoond?", "Ja"),
    ):
        answer(page, question, choice)
        if not office.has_script:
            press(page, "Volgende")
            expect(page.locator("#errors")).to_contain_text("Door uw antwoorden zijn er vragen bij gekomen")
    given_names = page.get_by_label("Voornamen")
    expect(given_names).to_be_visible()
    expect(page.get_by_role("radio", name="Ongehuwd")).to_be_checked()
    given_names.fill("Jan Hendrik")


def _there_and_back(page: Any) -> None:
    press(page, "Vorige")
    arrived(page, "Uw legitimatie")
    press(page, "Volgende")
    arrived(page, FIRST_OPEN)
    birthday = page.get_by_role("group", name="Geboortedatum")
    for part, value in (("Dag", "31"), ("Maand", "2"), ("Jaar", "1956")):
        birthday.get_by_label(part).fill(value)
    page.get_by_label("Achternaam").fill("Jansen")
    page.get_by_label("Geboorteplaats").fill("Ede")
    answer(page, "Nationaliteit", "Nederlandse")
    answer(page, "Is er een samenlevingscontract?", "Nee")
    press(page, "Volgende")
    expect(page.locator("#errors")).to_contain_text("Vul een datum in die bestaat")
    expect(birthday.get_by_label("Dag")).to_have_value("31")
    birthday.get_by_label("Maand").fill("3")
    press(page, "Volgende")


def _to_the_check(page: Any) -> None:
    for heading, answers in (
        ("Eerder testament", {"Hebt u al eens een testament gemaakt?": "Nee"}),
        ("Uw kinderen", {"Hebt u kinderen?": "Nee", "Moeten stief- of pleegkinderen ook van u erven?": "Nee"}),
        (
            "Uw erfgenamen",
            {"Wie moet er van u erven?": "Alles naar mijn partner", "Mag de partner van een": "Nee, nooit"},
        ),
        ("Uw partner die achterblijft", {"Hoe wilt u uw partner beschermen?": "Dat weet ik nog niet"}),
        ("Legaten", {"Wilt u iemand een bedrag of een voorwerp nalaten?": "Nee"}),
        ("Uw executeur", {"Wilt u een executeur aanwijzen?": "Nee"}),
        ("Uw bezit", {"Hebt u een onderneming": "Nee", "Hebt u bezit in een ander land?": "Nee"}),
    ):
        arrived(page, heading)
        for question, choice in answers.items():
            answer(page, question, choice)
        press(page, "Volgende")
    arrived(page, "Uw wensen")
    page.get_by_label("Hebt u wensen voor uw uitvaart?").fill("Muziek van Bach,\nen koffie.")
    answer(page, "Wilt u de notaris ook alleen spreken?", "Nee")
    page.get_by_label("Ik begrijp dat mijn testament pas geldt").check()
    press(page, "Volgende")
    arrived(page, "Controleer uw antwoorden")
    expect(page.locator("#answers")).to_contain_text("Muziek van Bach,\nen koffie.")


def _change_one_answer(page: Any) -> None:
    row = page.locator("#answers dl > div", has_text="Wilt u de notaris ook alleen spreken?")
    expect(row).to_contain_text("Nee")
    row.get_by_role("link", name="Wijzigen").click()
    arrived(page, "Uw wensen")
    answer(page, "Wilt u de notaris ook alleen spreken?", "Ja")
    press(page, "Volgende")
    arrived(page, "Controleer uw antwoorden")
    expect(row).to_contain_text("Ja")


def _send(office: Office, page: Any) -> None:
    press(page, "Antwoorden versturen")
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("Ik heb de vragen naar waarheid beantwoord").check()
    press(page, "Antwoorden versturen")
    arrived(page, "Uw vragenlijst is verstuurd")
    if not office.has_script:
        page.wait_for_timeout(5000)
        page.reload()
    expect(page.get_by_role("link", name="Pdf downloaden")).to_be_visible()
    first = downloaded(page, "Pdf downloaden")
    assert first.startswith(b"%PDF")
    follow(page, "Door mij aangeleverde documenten")
    assert downloaded(page, "Testament downloaden") == first
