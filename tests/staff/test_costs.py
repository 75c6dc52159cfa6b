"""A page asks the database as little for a full dossier, and a full list, as for an empty one."""

from portal import database
from tests.staff.working import publish
from tests.support.browser import Person
from tests.support.office import Office
from tests.support.papers import pdf


async def statements(sanne: Person, path: str) -> int:
    """How many statements a page costs."""
    await sanne.get(path)
    with database.counting() as counter:
        await sanne.get(path)
    return counter.statements


async def test_the_page_of_a_dossier(office: Office, sanne: Person, anna: Person, carla: Person) -> None:
    dossier = await office.dossier(clients=("anna",))
    address = f"/staff/dossiers/{dossier}"
    before = await statements(sanne, address)
    full = await office.dossier("2026.2", clients=("anna", "bas", "carla"))
    for _turn in range(2):
        await publish(sanne, full, [("", f"{number}.pdf", pdf()) for number in range(4)])
    asked = {"people": [str(anna.id), str(carla.id)], "title": "Paspoort", "message": "Graag."}
    await sanne.post(f"/staff/dossiers/{full}/upload-requests", asked)
    assert await statements(sanne, f"/staff/dossiers/{full}") == before
    assert before <= 12


async def test_the_list_of_dossiers(office: Office, sanne: Person) -> None:
    await office.dossier("2026.0")
    before = await statements(sanne, "/staff/dossiers")
    for number in range(1, 30):
        await office.dossier(f"2026.{number}", clients=("anna", "bas"))
    assert await statements(sanne, "/staff/dossiers") == before
    assert before <= 6
