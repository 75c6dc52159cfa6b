"""Scripted people fill in a whole questionnaire of the product, on a phone, with a break in the middle."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.questionnaires.forms.state import NodeState
from tests.browser.journey import Arrive, Office, land_on, press
from tests.browser.test_journeys_with_rows_and_files import PHONE, ask
from tests.questionnaires.personas import koopwoning, testament
from tests.questionnaires.personas.persona import Persona
from tests.support.sample_files import PDF

MOST_PAGES = 40
CHECK = "Controleer uw antwoorden"
BACK_TO_LIST = "Bewaren en terug naar de lijst"


@pytest.mark.parametrize("persona", [koopwoning.SINGLE, testament.FAMILY], ids=["buyer alone", "couple with minors"])
def test_somebody_fills_in_all_of_it(office: Office, arrive: Arrive, persona: Persona):
    address, filling = ask(office, persona.questionnaire), Filling(persona)
    page = arrive("anna", **PHONE)
    page.goto(address)
    for _page in filling.pages(page, until=len(persona.keys) // 2):
        pass
    press(page, "Bewaren en later verder")
    land_on(page, "/actions")

    elsewhere = arrive("anna", **PHONE)
    elsewhere.goto(address)
    for _page in filling.pages(elsewhere):
        assert elsewhere.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text(CHECK)
    elsewhere.get_by_label("Ik heb de vragen naar waarheid beantwoord").check()
    press(elsewhere, "Antwoorden versturen")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Uw vragenlijst is verstuurd")


class Filling:
    """What a persona answers, by the names that the fields of a page have."""

    def __init__(self, persona: Persona, forward: str = "Volgende", check: str = CHECK) -> None:
        self.forward, self.check = forward, check
        self.state = persona.state()
        self.nodes = {node.html_name: node for node in self.state.nodes if node.is_question}

    def pages(self, page: Any, until: int = MOST_PAGES) -> Iterator[None]:
        """Fill in page after page, until the check page or as many pages."""
        for _number in range(until):
            if page.get_by_role("heading", level=1).inner_text() == self.check:
                return
            self._fill_in(page)
            self._rows(page)
            yield
            _send(page, self.forward)

    def _rows(self, page: Any) -> None:
        """The page of each row that stands in a list here."""
        for key in page.locator(".rows button[value^='open ']").evaluate_all("all => all.map(one => one.value)"):
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                page.locator(f"button[value='{key}']").click()
            _settled(page)
            while page.get_by_role("button", name=BACK_TO_LIST).count():
                self._fill_in(page)
                _send(page, BACK_TO_LIST)

    def _fill_in(self, page: Any) -> None:
        """Every question of this page, those too that appear after an answer."""
        done: set[str] = set()
        while names := [name for name in _asked(page) if name not in done]:
            for name in names:
                _answer(page, self.nodes[name])
                done.add(name)
            _settled(page)


def _send(page: Any, button: str) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        press(page, button)
    _settled(page)


def _settled(page: Any) -> None:
    """Wait until what was sent is answered and shown."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)


def _asked(page: Any) -> list[str]:
    names: list[str] = page.locator("input[name=asked]").evaluate_all("all => all.map(one => one.value)")
    return names


def _answer(page: Any, node: NodeState) -> None:
    name, value = node.html_name, node.value
    if node.type == "date":
        for part, text in zip(("year", "month", "day"), value.split("-"), strict=False):
            page.locator(f"[name='{name}-{part}']").fill(text.lstrip("0"))
    elif node.type in {"file", "image"}:
        _add(page, name, value)
    elif node.type in {"select_one", "select_multiple", "acknowledge"}:
        _choose(page, name, value.split() if node.type == "select_multiple" else [value])
    else:
        page.locator(f"[name='{name}']").fill(
            value.removesuffix(".0").replace(".", ",") if node.type == "decimal" else value
        )


def _add(page: Any, name: str, file_name: str) -> None:
    arrived = page.locator(f"[id='{name}-files'] .name")
    if not file_name or arrived.count():
        return
    page.locator(f"input[type=file][id='{name}']").set_input_files(
        [{"name": "bewijs.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    add = page.get_by_role("button", name="Toevoegen", exact=True).first
    if add.is_visible():  # without a script
        add.click()
    expect(arrived).to_be_visible()


def _choose(page: Any, name: str, values: list[str]) -> None:
    for value in filter(None, values):
        control = page.locator(f"select[name='{name}'], input[name='{name}'][value='{value}']").first
        if control.evaluate("it => it.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.set_checked(True, force=True)
