"""The mobile number that the office knows of a client."""

import pytest

from portal.accounts import mobile
from portal.accounts.tables import Account
from portal.adapters.encryption import CannotDecrypt
from tests.support.office import Office


async def test_a_number_is_kept_encrypted_for_its_account_only(office: Office) -> None:
    anna, bas = office.accounts["anna"].id, office.accounts["bas"].id
    await mobile.keep(anna, "+31612345678", keys=office.adapters.keys)
    row = await Account.objects().get(Account.id == anna)
    assert row is not None
    assert b"612345678" not in row.mobile
    assert mobile.opened(row.mobile, anna, office.adapters.keys) == "+31612345678"
    with pytest.raises(CannotDecrypt):
        mobile.opened(row.mobile, bas, office.adapters.keys)
    assert mobile.opened(None, bas, office.adapters.keys) == ""
