"""What the portal knows of somebody stands in the questions about it, for whoever looks at the answers."""

import json
from uuid import UUID

import pytest

from portal.accounts.tables import Account
from portal.questionnaires.operations.pdf import PdfMaker
from portal.questionnaires.operations.versions import import_version
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.questionnaires.test_sending import text_of
from tests.questionnaires.test_sending_back import send_back
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


BEGUN = """
| survey | | | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | default | calculation | trigger | required |
| | begin_group | stap | Begin | Start | | | | |
| | text | vast | Vast | Fixed | twee | | | |
| | text | keer | Keer | Times | | | | yes |
| | date | dag | Dag | Day | today() | | | |
| | text | uitkomst | Uitkomst | Outcome | | if(${keer} = '', '', concat(${keer}, ' maal')) | | |
| | text | volgt | Volgt | Follows | | concat('na ', ${keer}) | ${keer} | |
| | end_group | | | | | | | |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Begonnen | Begun | Nederlands (nl) |
"""
CLEARED = ("vast", "dag-day", "dag-month", "dag-year", "uitkomst", "volgt")


@pytest.mark.parametrize("htmx", [True, False])
async def test_what_somebody_cleared_stays_cleared_when_it_is_sent_and_when_it_comes_back(
    office: Office, anna: Person, sanne: Person, dossier: UUID, maker: PdfMaker, htmx: bool
) -> None:
    response = await ask(office, dossier, await import_and_publish(office, BEGUN.encode(), "begonnen.md"))
    filling = Filling(anna, f"/questionnaires/{response}", htmx=htmx)
    page = await filling.open()
    assert (page.value("stap.vast"), page.value("stap.dag-year")) == ("twee", "2026")
    await filling.send("", {"stap.keer": "drie"})
    page = await filling.open("/steps/stap")
    assert (page.value("stap.uitkomst"), page.value("stap.volgt")) == ("drie maal", "na drie")
    await filling.send("next", {f"stap.{name}": "" for name in CLEARED})
    await filling.open("/check")
    result = await filling.check_and_send()
    review = await sanne.get(f"/staff/questionnaire-responses/{response}")
    for shown in (result, review):
        answers = [each.text_content().strip() for each in shown.all(".answers dd.pre-line")][-5:]
        assert answers == ["Niet ingevuld", "drie", *["Niet ingevuld"] * 3]
    await maker.make_pdf(response)
    result = await anna.get(f"{filling.address}/result")
    pdf = await anna.get(result.one("a[href^='/documents/']").get("href"))
    assert not {"twee", "drie maal", "na drie"} & set(text_of(pdf.response.content).splitlines())
    await send_back(office, response, {"/data/stap/keer": "Hoe vaak precies?"})
    page = await filling.open()
    assert [page.value(f"stap.{name}") for name in CLEARED] == [""] * 6
    await filling.send("next", {"stap.keer": "vier"})
    page = await filling.open("/steps/stap")
    assert [page.value(f"stap.{name}") for name in CLEARED[:4]] == [""] * 4
    assert (page.value("stap.uitkomst"), page.value("stap.volgt")) == ("vier maal", "na vier")
