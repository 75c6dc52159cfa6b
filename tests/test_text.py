"""Text as we keep it, search it and show it where there is little room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Pieter", "Pieter"),
        ("Pieter de G.", "Pieter de G."),
        ("Pieter de Groot", "Pieter de…"),
        ("Wolfeschlegelsteinhausen", "Wolfeschleg…"),
        (" Wolfeschlegelsteinhausen", " Wolfeschle…"),
    ],
)
def test_a_text_is_cut_between_two_words(text: str, shown: str) -> None:
    assert shortened(text, 12) == shown


@given(st.text(), st.integers(1, 40))
def test_a_text_never_takes_more_than_its_room(text: str, longest: int) -> None:
    cut = shortened(text, longest)
    assert len(cut) <= longest
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
