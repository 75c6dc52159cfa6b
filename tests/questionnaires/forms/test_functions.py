"""The functions of the ODK specification beyond those of everyday; the values are those of the reference implementation."""

import re

import pytest

from portal.questionnaires.forms.engine import compile_form
from portal.questionnaires.forms.problems import FormProblems
from portal.questionnaires.forms.xpath.chance import shuffled

from .test_xpath import definition, result


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("pow(2, 10)", "1024"), ("pow(2, -1)", "0.5"), ("pow(-8, 1 div 3)", ""), ("pow(10, 400)", "Infinity"),
        ("pow(-10, 401)", "-Infinity"), ("pow(0, -1)", "Infinity"),
        ("exp(0)", "1"), ("exp(1000)", "Infinity"), ("exp10(3)", "1000"), ("log(1)", "0"), ("log(0)", "-Infinity"),
        ("log(-1)", ""), ("log10(1000)", "3"), ("log10(0)", "-Infinity"), ("sqrt(2.25)", "1.5"), ("sqrt(-1)", ""),
        ("sin(0)", "0"), ("cos(0)", "1"), ("tan(0)", "0"), ("asin(1) * 2 = pi()", "true"), ("asin(2)", ""),
        ("acos(1)", "0"), ("atan(0)", "0"), ("atan2(0, 1)", "0"), ("round(pi(), 4)", "3.1416"), ("sin(1 div 0)", ""),
        ("abs(-2.5)", "2.5"), ("abs(/data/empty)", ""), ("sqrt('x')", ""),
        ("random() >= 0 and random() < 1", "true"),
        ("checklist(1, 2, true(), false(), true())", "true"), ("checklist(1, 1, true(), true())", "false"),
        ("checklist(3, -1, true(), true())", "false"), ("checklist(2, -1, /data/five | /data/empty | /data/one)", "true"),
        ("checklist(0, 0)", "true"), ("checklist(1, 1, /data/hidden, /data/five)", "true"),
        ("weighted-checklist(5, 9, true(), 3, false(), 9, /data/five, 2)", "true"),
        ("weighted-checklist(5, -1, true(), 3)", "false"),
        ("weighted-checklist(5, 5, /data/five | /data/one, /data/five)", "true"),
        ("decimal-time('12:00')", "0.5"), ("decimal-time('18:00:00.000+01:00')", "0.75"), ("decimal-time('25:00')", ""),
        ("digest('abc', 'SHA-256', 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'SHA-1')", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("digest('abc', 'CRC')", ""), ("digest('abc', 'MD5', 'octal')", ""),
        ("string-length(digest('', 'SHA-512'))", "88"), ("string-length(digest('é', 'SHA-384', 'hex'))", "96"),
        ("base64-decode('w6luIA==')", "én "), ("base64-decode('w6lu')", "én"), ("base64-decode('%')", ""),
        ("string-length(uuid())", "36"), ("string-length(uuid(50))", "50"), ("uuid(0)", ""), ("uuid() = uuid()", "false"),
        ("join('', randomize(/data/one | /data/five | /data/later, 1))", "2026-12-045b"),
        ("count(randomize(/data/one | /data/five))", "2"),
    ],
)  # fmt: skip
def test_a_function_gives_what_odk_gives(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        (42.0, "afcbhegd"), (0.0, "cbhafdge"), (-3.0, "fahbegdc"), (1.9, "gfeachbd"), ("0042", "afcbhegd"),
        ("een woord", "abcfehgd"), ("", "cbhafdge"), (float("inf"), "gfeachbd"), (float("-inf"), "abfcdegh"),
        (1e300, "ehcdfgba"),
    ],
)  # fmt: skip
def test_a_seed_gives_one_order(seed: float | str, order: str) -> None:
    assert "".join(shuffled("abcdefgh", seed)) == order


def test_a_shuffle_without_a_seed_keeps_everything() -> None:
    assert sorted(shuffled("abcdefgh")) == list("abcdefgh")
    assert len({"".join(shuffled("abcdefgh")) for _try in range(20)}) > 1


@pytest.mark.parametrize("name", ["area", "distance", "geofence", "jr:itext"])
def test_what_the_portal_does_not_offer_is_refused_by_name(name: str) -> None:
    with pytest.raises(FormProblems, match=re.escape("is not available")) as found:
        compile_form(definition(f"{name}('x')"))
    assert found.value.problems[0].parameters["name"] == name
