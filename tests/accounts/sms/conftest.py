"""An office whose telephone is silent when a test begins."""

import pytest

from tests.accounts.sms.texting import kept
from tests.support.office import Office


@pytest.fixture(autouse=True)
def silence(office: Office) -> None:
    """No message of an earlier test is left."""
    kept(office).messages.clear()
