"""A question with more answers than a page can bear: the list stands in a box, with a field to search in it."""

import pytest

from tests.questionnaires.conftest import ask, import_and_publish
from tests.questionnaires.filling import Filling
from tests.support.browser import Person
from tests.support.office import Office

FORM = """
| survey | | | | | |
| | type | name | label | appearance |
| | begin_group | alles | Alles | field-list |
| | select_multiple landen | landen | Welke landen? | |
| | select_multiple dieren | dieren | Welke dieren? | |
| | select_multiple dieren | gezocht | Welke dieren zoekt u? | autocomplete |
| | select_one landen | land | Welk land? | |
| | end_group | | | |

| choices | | | |
| | list_name | name | label |
| | dieren | wezel | Wezel |
| | dieren | emoe | Émoe |
| | dieren | hond | Hond |
{countries}

| settings | |
| | form_title |
| | Alles |
""".format(countries="\n".join(f"| | landen | l{number} | Land {number} |" for number in range(1, 61)))
NAMES = {"alles.landen": ["l2", "l60"], "alles.land": "l7"}


@pytest.fixture(params=[True, False], ids=["htmx", "plain"])
async def countries(request: pytest.FixtureRequest, anna: Person, office: Office, dossier: object) -> Filling:
    """Anna at a questionnaire with a choice of sixty countries."""
    response = await ask(office, dossier, await import_and_publish(office, FORM.encode(), "landen.md"))  # type: ignore[arg-type]
    filling = Filling(anna, f"/questionnaires/{response}", htmx=request.param)
    await filling.open()
    return filling


async def test_a_long_list_is_in_a_box_with_a_labelled_field_to_search_in_it(countries: Filling) -> None:
    assert countries.page is not None
    filters = countries.page.all("input[data-filter]")
    assert [each.get("data-filter") for each in filters] == ["alles.landen-list", "alles.gezocht-list"]
    for each in filters:
        assert each.get("name") is None, "what is searched for is no answer"
        assert countries.page.one(f"label[for='{each.get('id')}']").text_content() == "Zoek in deze lijst"
        assert countries.page.all(f"[id='{each.get('data-filter')}'].is-long .choice")
    assert len(countries.page.all("[id='alles.landen-list'] .choice")) == 60


async def test_one_answer_of_many_is_a_menu(countries: Filling) -> None:
    assert countries.page is not None
    assert len(countries.page.all("select[name='alles.land'] option")) == 61


async def test_what_was_chosen_in_a_long_list_comes_back(countries: Filling) -> None:
    await countries.send("next", NAMES)
    assert countries.page is not None
    assert "Land 60" in countries.page.text
    page = await countries.open("/steps/alles")
    assert [each.get("value") for each in page.all("[name='alles.landen'][checked]")] == ["l2", "l60"]


async def test_a_list_to_look_something_up_in_goes_by_the_alphabet_and_another_as_it_was_made(
    countries: Filling,
) -> None:
    assert countries.page is not None
    for name, order in (("gezocht", ["emoe", "hond", "wezel"]), ("dieren", ["wezel", "emoe", "hond"])):
        assert [each.get("value") for each in countries.page.all(f"input[name='alles.{name}']")] == order
