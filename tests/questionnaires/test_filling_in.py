"""Filling in step by step, with HTMX and without JavaScript."""

from tests.questionnaires.filling import FAMILY, WISHES, Filling


async def test_anna_fills_in_a_questionnaire_and_sends_it(filling: Filling) -> None:
    await filling.open()
    assert filling.heading == "Uw gezin"
    page = await filling.send("next", FAMILY)
    assert filling.heading == "Uw wensen"
    assert "Dag Anna de Vries" in page.text
    page = await filling.send("next", WISHES)
    assert filling.heading == "Controleer uw antwoorden"
    for text in ("27 maart 1958", "1.250,50", "Hond, Kat", "Regel één"):
        assert text in page.text
    page = await filling.check_and_send()
    assert filling.heading == "Uw vragenlijst is verstuurd"
    assert "VL-2026-0001" in page.text
    assert "Hond, Kat" in page.text
