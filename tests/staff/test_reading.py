"""Reading what staff type: anything may come in, and only what is right goes through."""

import datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adapters.encryption import KeyRing
from portal.staff.forms.requests import read_upload_request
from portal.staff.reading import Reading, Refused, Typed
from portal.staff.search import ClientSearch, DossierSearch, SearchTokens
from portal.text import clean

TODAY = datetime.date(2026, 11, 23)
ANNA, CARLA = uuid4(), uuid4()


def typed(**values: str | list[str]) -> Typed:
    """A form with these values."""
    return Typed({name.replace("__", "-"): [one] if isinstance(one, str) else one for name, one in values.items()})


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_every_date_of_our_times_is_read(day: datetime.date) -> None:
    reading = Reading(typed(d__day=str(day.day), d__month=f" {day.month:02} ", d__year=str(day.year)))
    assert reading.date("d") == day
    assert reading.errors == {}


def test_the_name_of_a_month_will_do() -> None:
    reading = Reading(typed(d__day="12", d__month="februari", d__year="2027"))
    assert reading.date("d") == datetime.date(2027, 2, 12)


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=6))
def test_a_date_is_read_or_named_as_wrong(day: str, month: str, year: str) -> None:
    reading = Reading(typed(d__day=day, d__month=month, d__year=year))
    found = reading.date("d")
    is_empty = not any(clean(part).strip() for part in (day, month, year))
    assert (found is None) == (is_empty or "d" in reading.errors)


@given(st.lists(st.sampled_from([str(ANNA), str(CARLA), "x", str(uuid4())])), st.text(), st.text())
def test_a_request_is_for_people_that_were_offered(people: list[str], title: str, message: str) -> None:
    try:
        asked = read_upload_request(
            typed(people=people, title=title, message=message), people=[ANNA, CARLA], today=TODAY
        )
    except Refused as refused:
        assert refused.errors
    else:
        assert asked.people
        assert set(asked.people) <= {ANNA, CARLA}
        assert 0 < len(asked.title) <= 200


@given(st.text(max_size=200), st.sampled_from(["", "open", "closed"]), st.none() | st.uuids())
def test_a_search_comes_back_from_its_token_for_the_one_who_searched(
    keys: KeyRing, words: str, state: str, handler: UUID | None
) -> None:
    search, tokens = DossierSearch(words, state, handler), SearchTokens(keys, ANNA)
    token = tokens.token(search)
    assert tokens.search(token, DossierSearch) == search
    assert SearchTokens(keys, CARLA).search(token, DossierSearch) == DossierSearch()
    assert tokens.search(token, ClientSearch) == ClientSearch()


@given(st.text(max_size=100))
def test_an_address_that_was_made_up_searches_nothing(keys: KeyRing, token: str) -> None:
    assert SearchTokens(keys, ANNA).search(token, DossierSearch) == DossierSearch()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """Keys of a new office."""
    return KeyRing.create(tmp_path_factory.mktemp("keys") / "keys.json")
