"""Mobile numbers: typed in any notation, kept encrypted, shown masked."""

import pytest

from portal.accounts import mobile
from portal.accounts.tables import Account
from tests.support.office import Office

COUNTRIES = ("NL", "BE", "DE")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("+32 470 12 34 56", "+32470123456"),
        ("+49 1512 3456789", "+4915123456789"),
    ],
)
def test_a_number_is_understood_in_any_notation(typed: str, number: str) -> None:
    assert mobile.read(typed, COUNTRIES) == number


@pytest.mark.parametrize(
    "typed",
    ["020 555 01 20", "0900 1234", "06 1234", "112", "+1 202 555 0123", "+44 7400 123456", "niet", "", "06 12345678 9"],
)
def test_what_is_no_mobile_number_of_these_countries_is_refused(typed: str) -> None:
    with pytest.raises(mobile.NoMobileNumber):
        mobile.read(typed, COUNTRIES)


def test_a_country_can_be_added() -> None:
    assert mobile.read("+44 7400 123456", ("NL", "GB")) == "+447400123456"


@pytest.mark.parametrize(
    ("number", "shown"), [("+31612345687", "06 •• •• •• 87"), ("+32470123456", "+32 •• •• •• • 56")]
)
def test_a_number_is_shown_so_that_its_owner_knows_it(number: str, shown: str) -> None:
    assert mobile.masked(number) == shown


async def test_a_number_is_kept_encrypted_for_its_account_only(office: Office) -> None:
    anna, bas = office.accounts["anna"].id, office.accounts["bas"].id
    await mobile.keep(anna, "+31612345678", keys=office.adapters.keys)
    row = await Account.objects().get(Account.id == anna)
    assert row is not None
    assert b"612345678" not in row.mobile
    assert mobile.opened(row.mobile, anna, office.adapters.keys) == "+31612345678"
    with pytest.raises(Exception, match=r".*"):
        mobile.opened(row.mobile, bas, office.adapters.keys)
    assert mobile.opened(None, bas, office.adapters.keys) == ""
