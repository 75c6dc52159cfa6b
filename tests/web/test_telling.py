"""What was done is said after every write: at once with HTMX, and on the next page without."""

from uuid import UUID

from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.papers import publish

WITHDRAWN = "Het stuk is ingetrokken."


async def withdraw(office: Office, sanne: Person, dossier: UUID, *, htmx: bool) -> Page:
    """Publish a document and take it back."""
    document = await publish(office, dossier)
    return await sanne.post(f"/staff/documents/{document}/withdrawal", htmx=htmx)


async def test_the_next_page_says_what_was_done_once(office: Office, sanne: Person, dossier: UUID) -> None:
    page = await sanne.follow(await withdraw(office, sanne, dossier, htmx=False))
    assert page.one(".told").text_content().strip() == WITHDRAWN
    assert (await sanne.get(f"/staff/dossiers/{dossier}")).all(".told") == []


async def test_htmx_hears_it_at_once_and_no_page_repeats_it(office: Office, sanne: Person, dossier: UUID) -> None:
    answer = await withdraw(office, sanne, dossier, htmx=True)
    assert answer.one("#announcement").text_content().strip() == WITHDRAWN
    assert (await sanne.get(f"/staff/dossiers/{dossier}")).all(".told") == []


async def test_what_somebody_puts_into_the_cookie_is_only_text(sanne: Person, dossier: UUID) -> None:
    sanne.client.cookies.set("portal-told", "%3Cscript%3Ealert(1)%3C/script%3E", domain="portal.test", path="/")
    page = await sanne.get(f"/staff/dossiers/{dossier}")
    assert page.one(".told").text_content().strip() == "<script>alert(1)</script>"
