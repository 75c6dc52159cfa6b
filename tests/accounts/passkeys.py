"""Making passkeys and signing in with them, at a device that is made up."""

from typing import Any

from portal.audit.tables import AuditEntry
from tests.support.authenticator import Authenticator
from tests.support.browser import Page, Person

ORIGIN = "http://localhost:8000"


def root(person: Person) -> str:
    """Where the door of clients or of staff is."""
    return "/staff" if person.kind == "staff" else ""


async def options(person: Person, address: str) -> dict[str, Any]:
    """What the browser is asked."""
    answer = await person.client.post(address, headers={"X-CSRF-Token": person.csrf_token})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def enrol(person: Person, device: Authenticator | None = None, name: str = "Telefoon") -> Authenticator:
    """Set up a passkey."""
    device = device or Authenticator(ORIGIN)
    address = f"{root(person)}/account/two-step/passkey"
    made = device.create(await options(person, f"{address}/options"))
    page = await person.post(address, {"credential": made, "name": name})
    assert page.status == 303, page.text
    return device


async def sign_in(visitor: Person, device: Authenticator, asked: dict[str, Any] | None = None, **more: str) -> Page:
    """Sign in with a passkey alone."""
    asked = asked or await options(visitor, f"{root(visitor)}/login/passkey/options")
    return await visitor.post(f"{root(visitor)}/login/passkey", {"credential": device.get(asked), **more})


async def actions() -> list[str]:
    """What the audit log says happened, in order."""
    return [entry.action for entry in await AuditEntry.objects().order_by(AuditEntry.at)]
