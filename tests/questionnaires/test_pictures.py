"""Pictures at questions and choices: they come with the import, and are seen by who fills in the questionnaire."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfReader

from portal.errors import NotFound
from portal.questionnaires import operations, queries
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.pictures import picture_type
from portal.questionnaires.operations.pdf import PdfMaker
from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.support.browser import Page, Person
from tests.support.office import Office
from tests.support.sample_files import JPG, PDF, png

FORM = b"""
| survey | | | | |
| | type | name | label | media::image | bind::np:confidential |
| | begin_group | alles | Alles | straat.png | |
| | text | gevel | Welk huis is dit? | mijn gevel.png | |
| | select_one daken | dak | Welk dak? | | |
| | select_multiple daken | geheim | Wat houdt u voor u? | | yes |
| | note | plaatje | Zo ziet het eruit | geen.png | |
| | begin_repeat | kamer | Kamer | mijn gevel.png | |
| | text | naam | Welke kamer? | | |
| | end_repeat | | | | |
| | end_group | | | | |

| choices | | | | |
| | list_name | name | label | media::image |
| | daken | plat | Plat | plat.jpg |
| | daken | punt | Punt | |

| settings | |
| | form_title |
| | Huizen |
"""
FILES = {
    "geen.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "mijn gevel.png": png(),
    "straat.png": png(),
    "plat.jpg": JPG,
    "huizen.md": FORM,
    "lijst.csv": b"name,label\na,A\n",
}


def warned(files: dict[str, bytes]) -> list[tuple[str, int | None, str]]:
    """Sheet, row and file of each warning about a picture."""
    warnings = read_form(FORM, "huizen.md", files).warnings
    return [(each.sheet, each.row, each.parameters["file"]) for each in warnings if each.column == "media::image"]


def test_a_picture_that_did_not_come_along_is_told_with_its_row() -> None:
    assert warned({}) == [
        ("survey", 2, "straat.png"),
        ("survey", 3, "mijn gevel.png"),
        ("survey", 6, "geen.png"),
        ("survey", 7, "mijn gevel.png"),
        ("choices", 2, "plat.jpg"),
    ]


def test_a_file_that_is_no_picture_counts_as_absent() -> None:
    assert warned(FILES) == [("survey", 6, "geen.png")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "image/png"),
        (JPG, "image/jpeg"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", ""),
        (FILES["geen.png"], ""),
        (PDF, ""),
        (b"", ""),
    ],
)
def test_what_a_picture_is_shows_in_its_first_bytes(content: bytes, kind: str) -> None:
    assert picture_type(content) == kind


def test_the_zip_is_named_after_the_form_whatever_comes_first() -> None:
    assert operations.packed(FILES)[1] == "huizen.zip"


@pytest.fixture
async def houses(office: Office) -> UUID:
    """A questionnaire with pictures, published."""
    return await import_and_publish(office, *operations.packed(FILES))


@pytest.fixture
async def address(office: Office, dossier: UUID, houses: UUID) -> str:
    """Where Anna fills it in."""
    return f"/questionnaires/{await ask(office, dossier, houses)}"


def pictures_in(page: Page, part: str, address: str) -> list[str]:
    """The names of the pictures in a part of a page."""
    return [str(each.get("src")).removeprefix(f"{address}/pictures/") for each in page.all(f"{part} img")]


async def checked(anna: Person, address: str) -> Filling:
    """Everything answered, at the check page."""
    filling = Filling(anna, address)
    page = await filling.open()
    await filling.send(page.one("button[value^='remove ']").get("value"))
    await filling.send("next", {"alles.gevel": "Het hoekhuis", "alles.dak": "plat", "alles.geheim": ["plat", "punt"]})
    return filling


async def test_the_pictures_stand_below_their_labels_and_can_be_seen(anna: Person, address: str) -> None:
    page = await Filling(anna, address).open()
    assert pictures_in(page, "#questionnaire", address) == [
        "straat.png",
        "mijn%20gevel.png",
        "plat.jpg",
        "plat.jpg",
        "geen.png",
        "mijn%20gevel.png",
    ]
    assert {each.get("alt") for each in page.all("#step img")} == {""}
    assert page.all(".choice label img")[0].get("src").endswith("plat.jpg")
    answer = (await anna.get(f"{address}/pictures/mijn%20gevel.png")).response
    assert (answer.status_code, answer.content) == (200, png())
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await anna.get(f"{address}/pictures/plat.jpg")).response.headers["content-type"] == "image/jpeg"


async def test_the_check_and_the_result_show_those_of_questions_and_of_what_was_chosen(
    anna: Person, address: str
) -> None:
    filling = await checked(anna, address)
    assert filling.heading == "Controleer uw antwoorden"
    assert filling.page is not None
    assert pictures_in(filling.page, "#answers dt", address) == ["mijn%20gevel.png"]
    assert pictures_in(filling.page, "#answers dd", address) == ["plat.jpg"], "a confidential choice tells nothing"
    sent = await filling.check_and_send()
    assert pictures_in(sent, ".answers", address) == ["mijn%20gevel.png", "plat.jpg"]
    assert (await anna.get(f"{address}/pictures/mijn%20gevel.png")).response.content == png()


async def test_the_pdf_has_them_too_and_is_made_without_one_that_cannot_be_read(
    anna: Person, office: Office, dossier: UUID, maker: PdfMaker
) -> None:
    facade = BytesIO()
    Image.new("RGB", (800, 600), "red").save(facade, "PNG")
    files = {**FILES, "mijn gevel.png": facade.getvalue()}
    assert files["plat.jpg"] == JPG  # which begins as a JPEG does, and is none
    houses = await import_and_publish(office, *operations.packed(files))
    address = f"/questionnaires/{await ask(office, dossier, houses)}"
    await (await checked(anna, address)).check_and_send()
    await maker.make_pdf(UUID(address.rpartition("/")[2]))
    page = await anna.get(f"{address}/result/pdf")
    pdf = (await anna.get(page.one("a[href^='/documents/']").get("href"))).response.content
    sheet = PdfReader(BytesIO(pdf)).pages[0]
    assert "Het hoekhuis" in sheet.extract_text()
    assert [each.image.size for each in sheet.images if each.image and each.image.getpixel((0, 0)) == (255, 0, 0)] == [
        (400, 300)
    ]


@pytest.mark.parametrize("name", ["huizen.md", "lijst.csv", "geen.png", "anders.png", "..%2Fplat.jpg", "%00"])
async def test_no_other_file_goes_out(anna: Person, address: str, name: str) -> None:
    assert (await anna.get(f"{address}/pictures/{name}")).status == 404


async def test_somebody_else_finds_nothing(office: Office, address: str) -> None:
    bas = await office.browser("bas")
    theirs, nowhere = [await bas.get(f"{address}/pictures/{name}") for name in ("plat.jpg", "anders.png")]
    assert (theirs.status, nowhere.status) == (404, 404)
    assert theirs.title == nowhere.title


async def test_the_office_sees_them_in_the_preview(sanne: Person, anna: Person, houses: UUID) -> None:
    version = (await queries.questionnaire(houses)).current
    address = f"/staff/questionnaire-versions/{version}/preview/nl"
    page = await Filling(sanne, address).open()
    assert pictures_in(page, "#step", address)[0] == "mijn%20gevel.png"
    assert (await sanne.get(f"{address}/pictures/plat.jpg")).response.content == JPG
    assert (await sanne.get(f"{address}/pictures/huizen.md")).status == 404
    assert (await anna.get(f"{address}/pictures/plat.jpg")).status != 200


async def test_a_form_that_came_alone_has_no_pictures(office: Office, trial: UUID) -> None:
    version = (await queries.questionnaire(trial)).current
    assert version is not None
    with pytest.raises(NotFound):
        await queries.packed_source_of(version)
