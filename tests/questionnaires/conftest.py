"""A questionnaire of the office, and one that Anna is asked to fill in."""

import datetime
from uuid import UUID

import pytest

from portal.app import pdf_maker
from portal.questionnaires import operations
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.filling import Filling
from tests.support.browser import Person
from tests.support.forms import FOLDER
from tests.support.office import Office

PROOF = """
| survey | | | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | required | relevant | constraint | appearance |
| | begin_group | gezin | Uw gezin | Your family | | | | field-list |
| | text | naam | Wat is uw naam? | What is your name? | yes | | | |
| | date | geboren | Wanneer bent u geboren? | When were you born? | yes | | . < today() | |
| | select_one ja_nee | partner | Hebt u een partner? | Do you have a partner? | yes | | | horizontal |
| | text | partner_naam | Hoe heet uw partner? | What is the name of your partner? | yes | ${partner} = 'ja' | | |
| | end_group | | | | | | | |
| | begin_group | wensen | Uw wensen | Your wishes | | | | field-list |
| | note | uitleg | Dag ${naam} | Hello ${naam} | | | | |
| | decimal | bedrag | Welk bedrag? | Which amount? | | | . >= 0 | thousands-sep |
| | select_multiple dieren | dieren | Welke dieren? | Which animals? | | | | |
| | text | toelichting | Toelichting | Explanation | | | | multiline |
| | end_group | | | | | | | |
| | begin_group | slot | Tot slot | Finally | | ${partner} = 'ja' | | field-list |
| | file | akte | De akte | The deed | | | | |
| | acknowledge | samen | Wij vullen dit samen in | We fill this in together | yes | | | |
| | end_group | | | | | | | |

| choices | | | | |
| | list_name | name | label::Nederlands (nl) | label::English (en) |
| | ja_nee | ja | Ja | Yes |
| | ja_nee | nee | Nee | No |
| | dieren | hond | Hond | Dog |
| | dieren | kat | Kat | Cat |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Proef | Trial | Nederlands (nl) |
"""


KIDS = """
| survey | | | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | required | relevant | repeat_count | appearance |
| | begin_group | gezin | Uw gezin | Your family | | | | field-list |
| | text | naam | Wat is uw naam? | What is your name? | yes | | | |
| | begin_repeat | kind | Kind | Child | | | | |
| | text | voornaam | Hoe heet dit kind? | What is the name of this child? | yes | | | |
| | select_one ja_nee | gehuwd | Is ${voornaam} gehuwd? | Is ${voornaam} married? | yes | | | |
| | text | partner | Met wie? | To whom? | | ${gehuwd} = 'ja' | | |
| | begin_repeat | kleinkind | Kleinkind | Grandchild | | ${gehuwd} = 'ja' | | |
| | text | roepnaam | Hoe heet dit kleinkind? | What is the name of this grandchild? | yes | | | |
| | end_repeat | | | | | | | |
| | end_repeat | | | | | | | |
| | end_group | | | | | | | |
| | begin_group | bezit | Uw bezit | Your possessions | | | | field-list |
| | integer | aantal | Hoeveel auto's hebt u? | How many cars do you have? | yes | | | |
| | begin_repeat | auto | Auto | Car | | | ${aantal} | |
| | text | merk | Welk merk is deze auto? | Which make is this car? | yes | | | |
| | end_repeat | | | | | | | |
| | end_group | | | | | | | |

| choices | | | | |
| | list_name | name | label::Nederlands (nl) | label::English (en) |
| | ja_nee | ja | Ja | Yes |
| | ja_nee | nee | Nee | No |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Gezin | Family | Nederlands (nl) |
"""


async def import_and_publish(office: Office, source: bytes, file_name: str) -> UUID:
    """A published questionnaire of the office; its id."""
    from portal.questionnaires import queries

    sanne, now = office.accounts["sanne"].id, office.clock.now()
    version = await operations.import_version(source, file_name, actor=sanne, now=now)
    await operations.publish(version, actor=sanne, now=now)
    return (await queries.version(version)).questionnaire


async def ask(office: Office, dossier: UUID, questionnaire: UUID, name: str = "anna") -> UUID:
    """A request to somebody, made by Sanne."""
    return await operations.request_response(
        dossier,
        office.accounts[name].id,
        questionnaire,
        due_date=datetime.date(2026, 12, 4),
        actor=office.accounts["sanne"].id,
        now=office.clock.now(),
        window=0,
    )


@pytest.fixture
async def trial(office: Office) -> UUID:
    """A short questionnaire with every type of question, published."""
    return await import_and_publish(office, PROOF.encode(), "proef.md")


@pytest.fixture
async def response(office: Office, dossier: UUID, trial: UUID) -> UUID:
    """The short questionnaire, to be filled in by Anna."""
    return await ask(office, dossier, trial)


@pytest.fixture
async def will(office: Office, dossier: UUID) -> UUID:
    """A will, to be filled in by Anna."""
    source = (FOLDER / "testament.md").read_bytes()
    return await ask(office, dossier, await import_and_publish(office, source, "testament.md"))


@pytest.fixture(params=[True, False], ids=["htmx", "plain"])
def filling(request: pytest.FixtureRequest, anna: Person, response: UUID) -> Filling:
    """Anna at the short questionnaire, with and without JavaScript."""
    return Filling(anna, f"/questionnaires/{response}", htmx=request.param)


@pytest.fixture(params=[True, False], ids=["htmx", "plain"])
async def family(request: pytest.FixtureRequest, anna: Person, office: Office, dossier: UUID) -> Filling:
    """Anna at a questionnaire about her children and her cars, with and without JavaScript."""
    response = await ask(office, dossier, await import_and_publish(office, KIDS.encode(), "gezin.md"))
    return Filling(anna, f"/questionnaires/{response}", htmx=request.param)


@pytest.fixture
def maker(office: Office) -> PdfMaker:
    """What makes the PDFs of this office."""
    return pdf_maker(office.settings, office.adapters)
