"""At every place in the code where dying would hurt most: what was acknowledged is there, and nothing is half there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

import portal
from tests.faults.acts import Act, Client, Kind, Ledger
from tests.faults.checking import Witness
from tests.faults.lives import Nursery
from tests.faults.preparing import PreparedOffice
from tests.faults.sweeping import SMALL, fill, new_answer_file, new_step, new_upload
from tests.faults.test_mail_kills import IN_THE_WORKER

A = TypeVar("A", bound=Act)

POINTS = {
    "upload-received": Kind.UPLOAD,
    "upload-durable": Kind.UPLOAD,
    "file-added-before-commit": Kind.UPLOAD,
    "file-added-after-commit": Kind.UPLOAD,
    "answer-file-added-before-commit": Kind.ANSWER_FILE,
    "answer-file-added-after-commit": Kind.ANSWER_FILE,
    "upload-confirmed-before-commit": Kind.CONFIRMATION,
    "upload-confirmed-after-commit": Kind.CONFIRMATION,
    "answers-saved-before-commit": Kind.STEP,
    "answers-saved-after-commit": Kind.STEP,
    "questionnaire-completed-before-commit": Kind.COMPLETION,
    "questionnaire-completed-after-commit": Kind.COMPLETION,
}
IN_THE_BACKGROUND = {*IN_THE_WORKER, "pdf-durable", "sms-taken", "sms-sent"}
"""Tested in `test_mail_kills.py`, `test_mail.py`, `test_pdf.py` and with the text messages."""


def act_of(kind: Kind, ledger: Ledger) -> Act:
    """One act of a kind, noted in the ledger."""
    bundle = ledger.bundle
    made: dict[Kind, Callable[[], Act]] = {
        Kind.UPLOAD: lambda: note(ledger.uploads, new_upload(bundle.upload, SMALL)),
        Kind.ANSWER_FILE: lambda: note(ledger.answer_files, new_answer_file(bundle.answer_files)),
        Kind.CONFIRMATION: lambda: note(ledger.confirmations, Act(kind, bundle.confirmations[0])),
        Kind.STEP: lambda: note(ledger.steps, new_step(bundle.response, 0)),
        Kind.COMPLETION: lambda: note(ledger.completions, Act(kind, bundle.completions[0])),
    }
    return made[kind]()


def note(acts: list[A], act: A) -> A:
    acts.append(act)
    return act


@pytest.mark.parametrize(("point", "kind"), POINTS.items(), ids=list(POINTS))
async def test_dying_there_loses_nothing_and_the_same_act_again_is_done_once(
    real_office: PreparedOffice, nursery: Nursery, point: str, kind: Kind
) -> None:
    ledger, witness = Ledger(next(real_office.bundles)), Witness(real_office.data, real_office.keys)
    if kind is Kind.CONFIRMATION:
        sound = await nursery.start()
        async with (client := Client(sound.base_url, real_office.anna)).http:
            await fill(client, ledger)
        sound.kill()
        await sound.died()
    dying = await nursery.start(PORTAL_CRASH_AT=point)
    act = act_of(kind, ledger)
    async with (client := Client(dying.base_url, real_office.anna)).http:
        await client.do(act)
    assert await dying.died() == -9
    assert not act.is_acknowledged
    sound = await nursery.start()
    assert witness.findings(ledger) == []
    async with (client := Client(sound.base_url, real_office.anna)).http:
        await client.do(act)
    assert act.is_acknowledged
    assert witness.findings(ledger) == []


def test_every_crash_point_of_the_code_has_its_test() -> None:
    sources = Path(portal.__file__).parent.rglob("*.py")
    named = {name for source in sources for name in re.findall(r"\bcrash_point\(\"([^\"]+)\"\)", source.read_text())}
    assert named == POINTS.keys() | IN_THE_BACKGROUND
