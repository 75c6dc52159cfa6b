"""What Sanne does at the office, by form."""

from collections.abc import Iterable
from uuid import UUID

from tests.support.browser import HTMX, Page, Person
from tests.support.papers import pdf

PUBLISHING = {"category": "published", "audience": "everyone"}


async def publish(
    person: Person,
    dossier: UUID,
    files: Iterable[tuple[str, str, bytes]] = (("", "Concept.pdf", pdf()),),
    *,
    htmx: bool = False,
    token: str | None = None,
    **fields: str | list[str],
) -> Page:
    """Send the form that publishes: `files` are titles, names and contents, in the order of the form."""
    sent: list[tuple[str, tuple[str | None, str | bytes]]] = [
        ("csrf_token", (None, person.csrf_token if token is None else token))
    ]
    for name, value in {**PUBLISHING, **fields}.items():
        sent += [(name, (None, one)) for one in ([value] if isinstance(value, str) else value)]
    for number, (title, file_name, content) in enumerate(files, 1):
        sent += [(f"title-{number}", (None, title)), (f"file-{number}", (file_name, content))]
    headers = {**HTMX, "X-CSRF-Token": person.csrf_token} if htmx else {}
    page = Page(await person.client.post(f"/staff/dossiers/{dossier}/publications", files=sent, headers=headers))
    page.check()
    return page


def rows(page: Page, table: str) -> list[str]:
    """The rows of a table, as text."""
    return [" ".join(row.text_content().split()) for row in page.all(f"{table} tbody tr")]


async def search(sanne: Person, words: str, **filters: str) -> Page:
    """Search dossiers as a browser without JavaScript does."""
    return await sanne.follow(await sanne.post("/staff/dossiers/searches", {"words": words, **filters}))
