"""Markdown in the texts of a form: safe, small, and deaf to what a person answers."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from portal.questionnaires.forms.engine import Form
from portal.questionnaires.forms.markdown import to_html, to_plain

from .conftest import YES_NO, evaluate, row

Build = Callable[..., Form]

LINK = '<a href="https://kantoor.nl" rel="noopener noreferrer">'


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("gewoon", "gewoon"),
        ("**let op** en *zacht*", "<strong>let op</strong> en <em>zacht</em>"),
        ("__let op__ en _zacht_", "<strong>let op</strong> en <em>zacht</em>"),
        ("snake_case_naam", "snake_case_naam"),
        ("[kantoor](https://kantoor.nl)", f"{LINK}kantoor</a>"),
        ("<https://kantoor.nl>", f"{LINK}https://kantoor.nl</a>"),
        ("een\ntwee", "een<br>\ntwee"),
        (r"\*niet vet\*", "*niet vet*"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("<b>vet</b><script>alert(1)</script>", "&lt;b&gt;vet&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](data:text/html,x)", "[x](data:text/html,x)"),
        ("[x](/uitloggen)", '<a rel="noopener noreferrer">x</a>'),
        ("![x](https://kwaad.nl/x.png)", '!<a href="https://kwaad.nl/x.png" rel="noopener noreferrer">x</a>'),
        ("# geen kop", "# geen kop"),
        ("    geen code `x`", "geen code `x`"),
    ],
)
def test_a_text_becomes_safe_markup(text: str, markup: str) -> None:
    assert to_html([text]) == markup


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("een\n\ntwee", "<p>een</p>\n<p>twee</p>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("1. een\n2. twee", "<ol>\n<li>een</li>\n<li>twee</li>\n</ol>"),
        ("# Kop\ntekst", "<p><strong>Kop</strong></p>\n<p>tekst</p>"),
        ("> geen citaat", "<p>&gt; geen citaat</p>"),
        ("<div>x</div>", "<p>&lt;div&gt;x&lt;/div&gt;</p>"),
    ],
)
def test_a_note_may_have_paragraphs_and_lists(text: str, markup: str) -> None:
    assert to_html([text], is_flow=True) == markup


@pytest.mark.parametrize(
    ("answer", "markup"),
    [
        ("Anna", "Dag <strong>Anna</strong>!"),
        ("**x**", "Dag <strong>**x**</strong>!"),
        ("<img src=x onerror=alert(1)>", "Dag <strong>&lt;img src=x onerror=alert(1)&gt;</strong>!"),
        ("[x](https://kwaad.nl)", "Dag <strong>[x](https://kwaad.nl)</strong>!"),
        ("a\nb", "Dag <strong>a<br>b</strong>!"),
        ("\ue0000\ue001", "Dag <strong>\ue0000\ue001</strong>!"),
        ("", "Dag <strong></strong>!"),
    ],
)
def test_an_answer_in_a_text_stays_as_it_was_typed(answer: str, markup: str) -> None:
    assert to_html(["Dag **", (answer,), "**!"]) == markup


def test_an_answer_never_becomes_part_of_an_address() -> None:
    assert to_html(["[x](https://kantoor.nl/", ("evil",), ")"]) == '<a rel="noopener noreferrer">x</a>'
    assert to_html(["\ue0000\ue001[x](https://kantoor.nl)", ("y",)]) == f"0{LINK}x</a>y"


@given(st.lists(st.text(max_size=30) | st.tuples(st.text(max_size=30)), max_size=4), st.booleans())
def test_no_text_and_no_answer_gives_anything_but_the_few_tags(pieces: list[str | tuple[str]], is_flow: bool) -> None:
    tree = html.fragment_fromstring(f"<div>{to_html(pieces, is_flow=is_flow)}</div>".replace("\0", ""))
    assert {each.tag for each in tree.iter()} <= {"div", "p", "strong", "em", "a", "br", "ul", "ol", "li"}
    assert {name for each in tree.iter() for name in each.attrib} <= {"href", "rel"}


def test_the_texts_of_a_question_come_plain_and_as_markup(form: Build) -> None:
    texts = {"hint::Nederlands (nl)": "Zie *hier*", "guidance_hint::Nederlands (nl)": "*Meer* uitleg"}
    built = form(row("text", "a"), row("select_one ja_nee", "q", "**Wie** is ${a}?", **texts), choices=YES_NO)
    node = evaluate(built, {"a": "*A* & B"}).nodes[1]
    assert (node.label, node.label_html) == ("Wie is *A* & B?", "<strong>Wie</strong> is *A* &amp; B?")
    assert (node.hint, node.hint_html) == ("Zie hier", "Zie <em>hier</em>")
    assert (node.guidance, node.guidance_html) == ("Meer uitleg", "<p><em>Meer</em> uitleg</p>")
    assert node.choice_labels_html == {"ja": "Ja", "nee": "Nee"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**let op** en *zacht*", "let op en zacht"),
        ("[kantoor](https://kantoor.nl) en <https://notaris.nl>", "kantoor en https://notaris.nl"),
        ("snake_case_naam & 1 < 2", "snake_case_naam & 1 < 2"),
        (r"\*niet vet\* &amp; <b>", "*niet vet* &amp; <b>"),
        ("een\n**twee**", "een\ntwee"),
    ],
)
def test_a_plain_text_is_without_the_signs(text: str, plain: str) -> None:
    assert to_plain([text]) == plain


def test_a_plain_note_keeps_its_lines() -> None:
    assert to_plain(["# Kop\n\n- *een*\n- twee"], is_flow=True) == "Kop\n\n- een\n- twee"


@given(st.lists(st.text("ab*_[]()<>\\#&; \n", max_size=30) | st.tuples(st.text("a*<&", max_size=30)), max_size=4))
def test_a_plain_text_says_what_its_markup_says(pieces: list[str | tuple[str]]) -> None:
    markup = html.fragment_fromstring(f"<div>{to_html(pieces)}</div>").text_content()
    assert to_plain(pieces).split() == markup.split()


def test_an_answer_that_is_a_choice_is_no_markdown(form: Build) -> None:
    kid = [row("begin_repeat", "kid", "Kind"), row("text", "name"), row("end_repeat", "")]
    built = form(*kid, row("select_one ${name}", "heir", "Wie?"))
    node = evaluate(built, {"kid": "1", "kid[1]/name": "**A**"}).node("/data/heir")
    assert node is not None
    assert (node.choices, node.choice_labels_html) == ([("**A**", "**A**")], {"**A**": "**A**"})
