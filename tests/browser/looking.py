"""What must hold for a page in the eyes of a browser, however wide it is and however large its text."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

DESKTOP, PHONE, SMALLEST = 1280, 390, 320
WIDTH_OF_LARGE_TEXT = 640
AXE = Axe()
# What sticks out at the right, to say more than that something does.
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map(one => `${one.tagName.toLowerCase()}.${one.className} ${one.textContent.trim().slice(0, 40)}`)
    .concat([`${document.documentElement.scrollWidth} in ${wide}`]);
}"""


def resize(page: Any, width: int) -> None:
    """Look at the same page through a window of this width."""
    page.set_viewport_size({"width": width, "height": 900})


def sticks_out(page: Any, width: int) -> list[str]:
    """What makes the page scroll sideways at a width."""
    resize(page, width)
    return [f"{width} px: {what}" for what in page.evaluate(SIDEWAYS)]


def violations(page: Any, width: int) -> list[str]:
    """What axe finds at a width."""
    resize(page, width)
    found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{width} px: {one['id']}: {one['help']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def faults(page: Any, language: str = "nl") -> list[str]:
    """Everything that is wrong with a page that is open."""
    found = []
    if (spoken := page.locator("html").get_attribute("lang")) != language:
        found.append(f"lang is {spoken}, not {language}")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} h1")
    for width in (DESKTOP, PHONE):
        found += violations(page, width) + sticks_out(page, width)
    return found + sticks_out(page, SMALLEST)
