"""Mobile numbers are understood however they are typed, and anything else is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import i18n
from portal.accounts.factors.sms.numbers import NoMobileNumber, ending, masked, mobile_number, shown

REGIONS = ("NL", "BE", "DE")


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12345678",
        "(06) 12 34 56 78",
        "06.12.34.56.78",
        "+31612345678",
        "+31 6 1234 5678",
        "+31 (0)6 12345678",
        "0031612345678",
        "31612345678",
        "  06 1234 5678  ",
        "tel:+31-6-12345678",
        "٠٦١٢٣٤٥٦٧٨",
    ],
)
def test_a_dutch_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert mobile_number(typed, REGIONS) == "+31612345678"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+32 470 12 34 56", "+32470123456"),
        ("0470 12 34 56", "+32470123456"),
        ("+49 1512 3456789", "+4915123456789"),
        ("01512 3456789", "+4915123456789"),
    ],
)
def test_the_neighbours_type_theirs_as_at_home(typed: str, number: str) -> None:
    assert mobile_number(typed, REGIONS) == number


@pytest.mark.parametrize(
    ("typed", "nl", "en"),
    [
        ("", "Vul uw mobiele nummer in", "Fill in your mobile number"),
        ("   ", "Vul uw mobiele nummer in", "Fill in your mobile number"),
        ("06 1234", "geen telefoonnummer", "not a phone number"),
        ("anna@example.com", "geen telefoonnummer", "not a phone number"),
        ("06 12345678 ext 5", "geen telefoonnummer", "not a phone number"),
        ("<script>", "geen telefoonnummer", "not a phone number"),
        ("9" * 5_000, "geen telefoonnummer", "not a phone number"),
        ("020 555 01 20", "geen mobiel nummer", "not a mobile number"),
        ("+32 2 555 12 12", "geen mobiel nummer", "not a mobile number"),
        ("0900 1234", "geen mobiel nummer", "not a mobile number"),
        ("0909 1234", "geen mobiel nummer", "not a mobile number"),
        ("0800 1234", "geen mobiel nummer", "not a mobile number"),
        ("06 12 34 56 78 9", "geen mobiel nummer", "not a mobile number"),
        ("0475 12 34 56", "geen mobiel nummer", "not a mobile number"),
        ("066 1234567", "geen mobiel nummer", "not a mobile number"),
        ("+44 7400 123456", "Nederland, België of Duitsland", "Netherlands, Belgium, or Germany"),
        ("+7 912 345-67-89", "Nederland, België of Duitsland", "Netherlands, Belgium, or Germany"),
    ],
)
def test_any_other_number_is_refused_with_the_reason(typed: str, nl: str, en: str) -> None:
    for language, said in (("nl", nl), ("en", en)):
        with i18n.speaking(language), pytest.raises(NoMobileNumber) as refused:
            mobile_number(typed, REGIONS)
        assert said in str(refused.value)


def test_an_office_says_which_countries_it_pays_for() -> None:
    assert mobile_number("+44 7400 123456", ("NL", "GB")) == "+447400123456"
    with pytest.raises(NoMobileNumber):
        mobile_number("+32 470 12 34 56", ("NL", "GB"))


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_a_reason(typed: str) -> None:
    try:
        number = mobile_number(typed, REGIONS)
    except NoMobileNumber as refused:
        assert str(refused)
    else:
        assert number.startswith(("+31", "+32", "+49"))
        assert number[1:].isdigit()


def test_a_number_is_shown_as_its_owner_writes_it() -> None:
    assert shown("+31612345678") == "06 12 34 56 78"
    assert shown("+32470123456") == "+32 470 12 34 56"


def test_a_masked_number_says_no_more_than_its_end() -> None:
    assert masked("+31612345678") == "06 •• •• •• 78"
    assert masked("+32470123456") == "+32 ••• •• •• 56"
    assert masked("+4915123456789") == "+49 •••• •••••89"
    assert ending("+31612345678") == "••78"
