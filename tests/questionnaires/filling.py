"""Filling in a questionnaire as a person does: with what stands on the page, changed here and there."""

from dataclasses import dataclass
from typing import Any

from tests.support.browser import Page, Person

FAMILY = {
    "gezin.naam": "Anna de Vries",
    "gezin.geboren-day": "27",
    "gezin.geboren-month": "maart",
    "gezin.geboren-year": "1958",
    "gezin.partner": "nee",
}
WISHES = {"wensen.bedrag": "1.250,50", "wensen.dieren": ["hond", "kat"], "wensen.toelichting": "Regel één\nRegel twee"}


def fields_of(page: Page) -> dict[str, Any]:
    """What a browser would send of the form of a step, without a button."""
    fields: dict[str, Any] = {}
    for element in page.tree.cssselect("#step input, #step textarea, #step select, form[action*=steps] input"):
        name, kind = element.get("name"), element.get("type")
        if name is None or name == "csrf_token" or (kind in {"radio", "checkbox"} and element.get("checked") is None):
            continue
        if element.tag == "select":
            value = next((o.get("value", "") for o in element.cssselect("option[selected]")), "")
        elif element.tag == "textarea":
            value = (element.text or "").removeprefix("\n")
        else:
            value = element.get("value", "")
        known = fields.setdefault(name, [])
        if value not in known:
            known.append(value)
    return fields


@dataclass
class Filling:
    """Somebody filling in a questionnaire, with HTMX or as plain forms."""

    person: Person
    address: str
    htmx: bool = False
    page: Page | None = None

    async def open(self, path: str = "") -> Page:
        """Go to the questionnaire, by default to where it was left."""
        self.page = await self.person.get(self.address + path)
        if self.page.status == 303:
            self.page = await self.person.follow(self.page)
        return self.page

    async def send(self, act: str, fields: dict[str, Any] | None = None, *, path: str = "") -> Page:
        """Press a button (or, with an empty `act`, leave a field) with these fields changed; arrive where it leads."""
        assert self.page is not None
        data = {**fields_of(self.page), **(fields or {}), **({"do": act} if act else {})}
        answer = await self.person.post(path or self.step_address, data, htmx=self.htmx)
        self.page = await self.person.follow(answer) if answer.status == 303 else answer
        return self.page

    @property
    def step_address(self) -> str:
        """Where the form of the page goes."""
        assert self.page is not None
        return str(self.page.one("form#step").get("action"))

    @property
    def heading(self) -> str:
        """The heading of the page."""
        assert self.page is not None
        return " ".join(self.page.one("h1").text_content().split())

    async def check_and_send(self, **extra: str) -> Page:
        """Tick the box and send the answers."""
        assert self.page is not None
        data = {"revision": self.page.value("revision"), "truthful": "1", **extra}
        answer = await self.person.post(f"{self.address}/completion", data, htmx=self.htmx)
        self.page = await self.person.follow(answer) if answer.status == 303 else answer
        return self.page
