"""What the tests of accounts start from."""

import dataclasses
from collections.abc import Iterator

import pytest

from tests.accounts.passkeys import ORIGIN
from tests.support.office import Office


@pytest.fixture
def at_an_address_for_passkeys(office: Office) -> Iterator[None]:
    """Let the portal be where browsers allow passkeys."""
    state = office.app.state
    before = state.settings
    state.settings = dataclasses.replace(before, base_url=ORIGIN)
    yield
    state.settings = before
