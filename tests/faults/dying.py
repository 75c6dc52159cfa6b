"""A process of its own that serves one act of a person, and dies on the way at the point that it is armed for."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from portal import database
from portal.adapters.clock import SetClock
from portal.adapters.encryption import KeyRing
from portal.adapters.storage import FolderStorage
from portal.app import Adapters, create_app
from portal.settings import load
from tests.support.browser import Person
from tests.support.office import NOW
from tests.uploads.sending import PDF


@dataclass(frozen=True)
class Act:
    """A request of a signed-in person: a form, or a file when `file_name` is given."""

    data: str
    database_url: str
    token: str
    crash_at: str
    path: str
    file_name: str = ""


def run(act: Act) -> int:
    """Serve the act in a process of its own; returns how that process ended (-9: it died)."""
    command = [sys.executable, "-m", "tests.faults.dying", json.dumps(asdict(act))]
    return subprocess.run(command, check=False, env=dict(os.environ), timeout=60).returncode


async def serve(act: Act) -> None:
    """Start the portal on the same data, and send it the request."""
    data = Path(act.data)
    settings = load(
        {},
        environment="test",
        staff_second_step=False,
        data=data,
        base_url="http://portal.test",
        database_url=act.database_url,
        crash_at=act.crash_at,
    )
    engine = database.engine_for(settings.database_url, data)
    keys, storage = KeyRing.load(data / "keys.json"), FolderStorage(data / "files")
    app = create_app(settings, Adapters(engine=engine, keys=keys, storage=storage, clock=SetClock(NOW)))
    await database.start()
    person = Person(app, settings, token=act.token)
    if act.file_name:
        headers = {"X-CSRF-Token": person.csrf_token, "X-File-Name": act.file_name}
        await person.client.put(act.path, content=PDF, headers=headers)
    else:
        await person.post(act.path)


if __name__ == "__main__":
    asyncio.run(serve(Act(**json.loads(sys.argv[1]))))
