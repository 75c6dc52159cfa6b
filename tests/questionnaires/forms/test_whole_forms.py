"""Two whole questionnaires, filled in by people in different situations."""

import datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.questionnaires.forms.definition import Definition, Node
from portal.questionnaires.forms.engine import Form, compile_form
from portal.questionnaires.forms.state import State
from portal.questionnaires.trying import read_questionnaire
from tests.support.forms import FOLDER

from .conftest import NOW, evaluate

NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


@cache
def whole(name: str) -> Form:
    return compile_form(read_questionnaire(FOLDER / f"{name}.md"))


def nodes(definition: Definition) -> list[Node]:
    """All nodes, groups before what they hold."""
    waiting, found = list(definition.nodes), []
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        waiting[:0] = node.children
    return found


def in_group(group: str, **answers: str) -> dict[str, str]:
    """Answers by name below the root; `__` stands for a group inside the group."""
    return {f"{group}/{name.replace('__', '/')}": value for name, value in answers.items()}


def errors(state: State) -> dict[str, str]:
    """The errors by name of the question, of what was answered."""
    return {node.name: node.message for node in state.nodes if node.error and node.is_submitted}


def lacking(state: State) -> set[str]:
    """The questions that wait for an answer and have none."""
    return {node.name for node in state.nodes if node.error == "required"}


HOUSE = in_group(
    "woning",
    postcode="1015 KL",
    huisnummer="112",
    toevoeging="",
    straat="Lindengracht",
    plaats="Amsterdam",
    soort="woning",
)
BUYER = in_group(
    "koper", voornamen="Sara", tussenvoegsel="", achternaam="Jansen", geboortedatum="1996-05-04",
    geboorteplaats="Utrecht", bsn="111222333", burgerlijke_staat="ongehuwd",
    email="sara@voorbeeld.nl", mobiel="+31612345678", aantal_kopers="1",
    bedrijf="nee",
)  # fmt: skip
PURCHASE = in_group(
    "koop", koopprijs="425000", roerende_zaken="", koopdatum="2026-11-02", leverdatum="2027-02-01", inschrijving="ja",
    zekerheid="waarborgsom", waarborgsom="42500", voorwaarden="financiering", financiering_tot="2026-12-15",
)  # fmt: skip
MORTGAGE = in_group(
    "financiering", hypotheek="ja", hypotheekgegevens__geldverstrekker="ing",
    hypotheekgegevens__hypotheekbedrag="350000", hypotheekgegevens__nhg="ja",
    hypotheekgegevens__adviseur_naam="", hypotheekgegevens__overbrugging="nee",
    herkomst="spaargeld",
)  # fmt: skip
USE = in_group("gebruik", zelf_wonen="ja", vrijstelling_gebruikt="nee", verkoopt="nee")
SIGNING = in_group(
    "afronding", iban="NL91ABNA0417164300", tenaamstelling="S. Jansen", tekenen="zelf", nederlands="ja", ook_regelen="",
    bijzonderheden="", akkoord="OK",
)  # fmt: skip
SARA = HOUSE | BUYER | PURCHASE | MORTGAGE | USE | SIGNING

HENDRIKA = (
    in_group(
        "over_uzelf", voornamen="Hendrika Maria", tussenvoegsel="de", achternaam="Vries", geboortedatum="1958-03-27",
        geboorteplaats="Haarlem", bsn="111222333", adres__postcode="1015 KL", adres__huisnummer="112",
        adres__toevoeging="", adres__straat="Lindengracht", adres__plaats="Amsterdam", email="h@voorbeeld.nl",
        mobiel="+31612345678", eerder_testament="ja", testament_jaar="2003", testament_notaris="",
    )
    | in_group("bezit", eigen_woning="nee", overig_bezit="20000", schulden="", onderneming="nee", buitenland="nee")
    | in_group("gezin", burgerlijke_staat="weduwe", kinderen="nee", stiefkinderen="")
    | in_group("erfgenamen", wie_erft="wet", uitsluiting="zacht")
    | in_group("wensen", legaten="nee", executeur="nee", uitvaart="", digitaal="")
    | in_group("afronding", alleen_spreken="nee", voorkeursdatum="", toevoeging_slot="", akkoord="OK")
)  # fmt: skip
FAMILY = (
    HENDRIKA
    | in_group(
        "gezin", burgerlijke_staat="gehuwd", partner_naam="João Silva", partner_geboortedatum="1980-06-14",
        stelsel="buitenlands", kinderen="ja", over_kinderen__aantal_kinderen="2",
        over_kinderen__namen_kinderen="Anne 2012\nPieter 2015", over_kinderen__minderjarig="ja",
        over_kinderen__zorgen="nee", stiefkinderen="nee",
    )
    | in_group("erfgenamen", wie_erft="partner_kinderen", langstlevende="wettelijk", opeisbaar="zorg", onterven="nee")
    | in_group("wensen", minderjarigen__voogd="Truus de Boer", minderjarigen__bewind_leeftijd="23")
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_questionnaire_is_whole_in_both_languages(name: str) -> None:
    definition = whole(name).definition
    assert definition.warnings == ()
    assert definition.languages == ("nl", "en")
    found = nodes(definition)
    assert 4 <= sum(node.type == "group" and node.ref.count("/") == 2 for node in found) <= 14
    assert sum(node.type not in {"group", "note", "calculate"} for node in found) >= 15
    texts = [(node.ref, node.label) for node in found if node.type != "calculate"]
    texts += [
        (node.ref, each) for node in found for each in (node.hint, node.constraint_message, node.required_message)
    ]
    texts += [(name, choice.label) for name, list_ in definition.choices.items() for choice in list_]
    assert [ref for ref, text in texts if text and set(text) != {"nl", "en"}] == []
    assert set(definition.title) == {"nl", "en"}


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_questionnaire_begins_at_its_first_step(name: str) -> None:
    state = evaluate(whole(name), {})
    assert state.first_incomplete_step is state.steps[0]
    assert not state.is_valid


@pytest.mark.parametrize(("name", "answers"), [("koopwoning", SARA), ("testament", HENDRIKA), ("testament", FAMILY)])
def test_people_who_answered_everything_are_ready(name: str, answers: dict[str, str]) -> None:
    state = evaluate(whole(name), answers)
    assert (errors(state), lacking(state)) == ({}, set())
    assert state.first_incomplete_step is None
    assert state.is_valid


def test_a_young_buyer_who_will_live_there_is_asked_about_the_exemption() -> None:
    form = whole("koopwoning")
    asked = {"gebruik/vrijstelling_gebruikt": ""}
    assert "vrijstelling_gebruikt" in lacking(evaluate(form, SARA | asked))
    assert "vrijstelling_gebruikt" not in lacking(evaluate(form, SARA | asked | {"koper/geboortedatum": "1990-01-01"}))
    assert "vrijstelling_gebruikt" not in lacking(evaluate(form, SARA | asked | {"koop/koopprijs": "555001"}))
    assert "vrijstelling_gebruikt" not in lacking(evaluate(form, SARA | asked | {"gebruik/zelf_wonen": "nee"}))


def test_the_own_money_is_worked_out_and_its_origin_asked_only_when_there_is_some() -> None:
    form = whole("koopwoning")
    own = evaluate(form, SARA).node("/data/financiering/eigen_geld")
    assert own is not None
    assert (own.value, own.display, own.readonly) == ("32500.0", "32.500", True)
    more = evaluate(form, SARA | {"financiering/hypotheekgegevens/hypotheekbedrag": "400000"})
    assert "/data/financiering/herkomst" not in more.submission()
    assert "te_veel" in {node.name for node in more.nodes if node.relevant}


def test_a_buyer_is_told_what_is_wrong_in_helpful_words() -> None:
    wrong = {
        "koper/bsn": "123456789", "afronding/iban": "NL91ABNA0417164301", "koop/leverdatum": "2026-11-01",
        "koop/roerende_zaken": "500000", "koop/voorwaarden": "geen nhg", "woning/huisnummer": "0",
        "koper/aantal_kopers": "7",
    }  # fmt: skip
    messages = errors(evaluate(whole("koopwoning"), SARA | wrong))
    assert set(messages) == {ref.rpartition("/")[2] for ref in wrong}
    assert "2 november 2026" in messages["leverdatum"]
    assert "425.000" in messages["roerende_zaken"]
    assert "BSN" in messages["bsn"]


def test_a_company_that_buys_is_asked_for_its_numbers() -> None:
    state = evaluate(whole("koopwoning"), SARA | {"koper/bedrijf": "ja"})
    assert lacking(state) == {"bedrijfsnaam", "kvk"}
    assert state.first_incomplete_step is not None
    assert state.first_incomplete_step.key == "koper"


def test_without_a_partner_no_partner_can_inherit_or_be_executor() -> None:
    form = whole("testament")
    alone = evaluate(form, HENDRIKA | {"wensen/executeur": "ja"})
    family = evaluate(form, FAMILY | {"wensen/executeur": "ja"})
    offered = [
        [name for name, _label in node.choices]
        for state in (alone, family)
        for node in state.nodes
        if node.name in {"wie_erft", "executeur_wie"}
    ]
    assert offered == [
        ["wet", "anderen"],
        ["kind", "notaris", "anders"],
        ["wet", "partner", "partner_kinderen", "kinderen", "anderen"],
        ["partner", "kind", "notaris", "anders"],
    ]


def test_someone_who_turns_out_to_have_no_partner_chooses_heirs_again() -> None:
    state = evaluate(whole("testament"), FAMILY | {"gezin/burgerlijke_staat": "weduwe"})
    assert "wie_erft" in lacking(state)
    assert "/data/gezin/partner_naam" not in state.submission()
    assert state.draft()["/data/gezin/partner_naam"] == "João Silva"


def test_a_guardian_is_asked_for_minor_children_only_and_is_not_the_partner() -> None:
    form = whole("testament")
    assert "voogd" in errors(evaluate(form, FAMILY | {"wensen/minderjarigen/voogd": "João  Silva"}))
    grown = evaluate(form, FAMILY | {"gezin/over_kinderen/minderjarig": "nee"})
    assert not any(ref.startswith("/data/wensen/minderjarigen") for ref in grown.submission())


def test_a_child_cannot_make_a_will() -> None:
    young = NOW.date() - datetime.timedelta(days=15 * 365)
    messages = errors(evaluate(whole("testament"), HENDRIKA | {"over_uzelf/geboortedatum": young.isoformat()}))
    assert "16" in messages["geboortedatum"]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([("koopwoning", SARA), ("testament", FAMILY)]), st.data())
def test_leaving_and_coming_back_at_every_step_ends_where_one_sitting_ends(
    somebody: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    name, answers = somebody
    form = whole(name)
    order = data.draw(st.permutations([plan.key for plan in form.plans]))
    saved: dict[str, str] = {}
    for key in order:
        page = {f"/data/{ref}": value for ref, value in answers.items() if ref.startswith(f"{key}/")}
        saved = form.evaluate(saved | page, language="en", now=NOW).draft()
    resumed, at_once = form.evaluate(saved, language="nl", now=NOW), evaluate(form, answers)
    assert resumed.submission() == at_once.submission()
    assert resumed.first_incomplete_step is None
    assert [step.title for step in resumed.steps] == [step.title for step in at_once.steps]
