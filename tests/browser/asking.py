"""Asks Anna of a demo to fill in a questionnaire: `python -m tests.browser.asking FOLDER [NAME]`.

Without the name of one that comes with the product, it is one with rows and files.
"""

import asyncio
import datetime
import sys
from pathlib import Path
from uuid import UUID

from portal import database
from portal.app import adapters_for
from portal.demo.people import ANNA
from portal.piccolo_app import TABLES
from portal.questionnaires import operations, queries
from portal.settings import load

FORM = """
| survey | | | | | | |
| | type | name | label::Nederlands (nl) | label::English (en) | required | relevant |
| | begin_repeat | kind | Kind | Child | | |
| | text | naam | Hoe heet dit kind? | What is the name of this child? | yes | |
| | select_one ja_nee | gehuwd | Is dit kind gehuwd? | Is this child married? | yes | |
| | text | partner | Met wie? | To whom? | yes | ${gehuwd} = 'ja' |
| | end_repeat | | | | | |
| | begin_group | papieren | Uw papieren | Your papers | | |
| | file | akte | Voeg de akte toe | Add the deed | yes | |
| | end_group | | | | | |

| choices | | | | |
| | list_name | name | label::Nederlands (nl) | label::English (en) |
| | ja_nee | ja | Ja | Yes |
| | ja_nee | nee | Nee | No |

| settings | | | |
| | form_title | attribute::np:title_en | default_language |
| | Kinderen en papieren | Children and papers | Nederlands (nl) |
"""

OPEN_DOSSIERS = """
    SELECT a.dossier FROM dossier_access a JOIN dossier d ON d.id = a.dossier WHERE a.account = {} AND d.closed_at IS NULL
    ORDER BY d.number
"""


async def asked(data: Path, name: str = "") -> UUID:
    """The questionnaire, published and asked of Anna in one of her dossiers."""
    settings = load({"PORTAL_DATA": str(data)}, environment="demo")
    database.bind(adapters_for(settings).engine, TABLES)
    await database.start()
    now = datetime.datetime.now(datetime.UTC)
    anna = (await database.query("SELECT id FROM account WHERE email = {}", ANNA.email))[0]["id"]
    sanne = (await database.query("SELECT id FROM account WHERE kind = 'staff'"))[0]["id"]
    dossier = (await database.query(OPEN_DOSSIERS, anna))[0]["dossier"]
    if name:
        questionnaire = (await database.query("SELECT id FROM questionnaire WHERE name = {}", name))[0]["id"]
    else:
        version = await operations.import_version(FORM.encode(), "kinderen.md", actor=sanne, now=now)
        await operations.publish(version, actor=sanne, now=now)
        questionnaire = (await queries.version(version)).questionnaire
    response = await operations.request_response(
        dossier, anna, questionnaire, due_date=None, actor=sanne, now=now, window=0
    )
    await database.stop()
    return response


if __name__ == "__main__":
    print(asyncio.run(asked(Path(sys.argv[1]), *sys.argv[2:])))
