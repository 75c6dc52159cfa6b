"""What the portal knows of somebody stands in the questions about it, for whoever looks at the answers."""

import json
from uuid import UUID

import pytest

from portal.accounts.tables import Account
from portal.questionnaires.operations.versions import import_version
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.support.browser import Person
from tests.support.office import Office

KNOWN = """
| survey | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | bind::np:prefill | bind::np:code |
| | begin_group | stap | Bereikbaar | Reach | | |
| | text | naam | Uw naam | Your name | account.name | name |
| | text | mail | Uw e-mailadres | Your e-mail address | account.email | mail |
| | text | mobiel | Uw telefoonnummer | Your phone number | account.phone | phone |
| | end_group | | | | | |
| | email | adres | | | | |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Bekend | Known | Nederlands (nl) |
"""


@pytest.fixture
async def reach(office: Office, dossier: UUID) -> UUID:
    """Anna, whose account has a phone number, is asked where she can be reached."""
    await Account.update({Account.phone: "06 12345678"}).where(Account.id == office.accounts["anna"].id)
    return await ask(office, dossier, await import_and_publish(office, KNOWN.encode(), "bekend.md"))


@pytest.mark.parametrize("htmx", [True, False])
async def test_a_question_begins_with_what_is_known_and_the_office_reads_that(
    office: Office, anna: Person, sanne: Person, reach: UUID, htmx: bool
) -> None:
    account = office.accounts["anna"]
    filling = Filling(anna, f"/questionnaires/{reach}", htmx=htmx)
    page = await filling.open()
    shown = [page.value(f"stap.{name}") for name in ("naam", "mail", "mobiel")]
    assert shown == [account.name, account.email, "06 12345678"]
    await filling.send("next", {"stap.mobiel": ""})
    page = await filling.open("/steps/stap")
    assert page.value("stap.mobiel") == ""
    await filling.open("/check")
    result = await filling.check_and_send()
    await Account.update({Account.name: "Anna Anders"}).where(Account.id == account.id)
    review = await sanne.get(f"/staff/questionnaire-responses/{reach}")
    for text in (result.text, review.text):
        assert account.email in text
        assert "06 12345678" not in text
    answers = [each.text_content().strip() for each in review.all(".answers dd.pre-line")]
    assert answers == [account.name, account.email, "Niet ingevuld"]
    exported = await sanne.get(f"/staff/questionnaire-responses/{reach}/json")
    assert account.email in exported.response.text
    assert "06 12345678" not in json.dumps(exported.response.json())


async def test_what_the_form_notes_of_somebody_is_of_the_addressee_and_is_kept(
    office: Office, anna: Person, sanne: Person, reach: UUID
) -> None:
    filling = Filling(anna, f"/questionnaires/{reach}")
    await filling.open()
    await filling.send("next")
    await filling.check_and_send()
    instance = (await sanne.get(f"/staff/questionnaire-responses/{reach}/xform")).response.text
    assert f"<adres>{office.accounts['anna'].email}</adres>" in instance
    assert office.accounts["sanne"].email not in instance


async def test_in_the_preview_it_is_who_tries_it(office: Office, sanne: Person) -> None:
    actor = office.accounts["sanne"]
    version = await import_version(KNOWN.encode(), "bekend.md", actor=actor.id, now=office.clock.now())
    page = await Filling(sanne, f"/staff/questionnaire-versions/{version}/preview/nl").open()
    assert page.value("stap.naam") == actor.name
