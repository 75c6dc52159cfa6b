"""The people of the demo office. One password for all, which production refuses."""

from dataclasses import dataclass

from portal.accounts.tables import AccountKind

PASSWORD = "klantenportaal-demo"  # noqa: S105 (public, on loopback only)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in to the demo."""

    email: str
    name: str
    formal_name: str
    kind: AccountKind
    about: str
    phone: str = ""


ANNA = DemoPerson("anna@example.com", "Anna de Vries", "mevrouw De Vries", AccountKind.CLIENT, "client")
BAS = DemoPerson("bas@example.com", "Bas Bakker", "de heer Bakker", AccountKind.CLIENT, "administers a company")
DAAN = DemoPerson("daan@example.com", "Daan Smit", "de heer Smit", AccountKind.CLIENT, "colleague of Bas")
CARLA = DemoPerson(
    "carla@example.com", "Carla Öztürk", "mevrouw Öztürk", AccountKind.CLIENT, "client without a dossier"
)
SANNE = DemoPerson(
    "sanne@example.com", "mr. S. Okafor", "mevrouw Okafor", AccountKind.STAFF, "staff, at /staff", "020 555 01 24"
)
PEOPLE = (ANNA, BAS, DAAN, CARLA, SANNE)
COMPANY = "Bakker Vastgoed B.V."
