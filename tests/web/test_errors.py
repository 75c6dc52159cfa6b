"""A form of an earlier session is asked again with what was typed; what went wrong can be seen, and understood."""

from portal.web.security import CSRF_FIELD
from tests.support.browser import HTMX, Page, Person
from tests.support.office import Office

FORM = "/account/notifications"
TYPED = {"documents": "<b>aan</b>"}


async def stale(anna: Person, *, htmx: bool) -> Page:
    """What a form gets that carries the token of an earlier session."""
    old = "0" * len(anna.csrf_token)
    response = await anna.client.post(
        FORM,
        data=TYPED if htmx else {CSRF_FIELD: old, **TYPED},
        headers={**HTMX, "X-CSRF-Token": old} if htmx else {},
    )
    page = Page(response)
    page.check()
    return page


async def test_a_form_of_an_earlier_session_is_asked_again(office: Office) -> None:
    anna = await office.browser("anna")
    for htmx in (False, True):
        page = await stale(anna, htmx=htmx)
        assert page.status == 403
        assert page.one("#stale-form form").get("action") == FORM
        assert page.value("documents") == TYPED["documents"]
        assert page.value(CSRF_FIELD) == anna.csrf_token


async def test_htmx_shows_it_in_the_place_of_the_page(office: Office) -> None:
    page = await stale(await office.browser("anna"), htmx=True)
    assert page.headers["hx-retarget"] == "#content > .wrap"
    assert "<html" not in page.text


async def test_whoever_signed_out_in_another_window_is_sent_to_sign_in(office: Office) -> None:
    page = await stale(office.visitor(), htmx=True)
    assert page.status == 401
    assert page.headers["hx-redirect"] == "/login"


async def test_what_went_wrong_can_be_seen_and_not_only_heard(office: Office) -> None:
    anna = await office.browser("anna")
    page = await anna.get("/dossiers/00000000-0000-4000-8000-000000000000/documents", htmx=True)
    assert page.headers["hx-retarget"] == "#announcement"
    assert "Wij kunnen deze pagina niet vinden" in page.one(".alarm").text_content()


async def test_an_address_that_does_not_exist_is_explained_in_the_language_of_the_person(office: Office) -> None:
    anna = await office.browser("anna")
    await anna.speak("en")
    page = await anna.get("/nowhere")
    assert page.one("h1").text_content() == "We cannot find this page"
    assert not page.all('a[href="/login"]'), "who is signed in is not told to sign in"


async def test_the_mark_of_the_office_is_where_browsers_look_for_it(office: Office) -> None:
    icon = await office.visitor().get("/favicon.ico")
    assert (icon.status, icon.headers["content-type"]) == (200, "image/svg+xml")
    assert "set-cookie" not in icon.headers
