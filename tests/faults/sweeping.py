"""One life after the other: Anna does every kind of act at once, the server is killed in the middle, and starts again."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from portal.web import sessions
from tests.faults.acts import Act, Client, Kind, Ledger, Step, Upload
from tests.faults.checking import Witness
from tests.faults.lives import Life, Nursery
from tests.faults.preparing import ACTS, MARKER, PreparedOffice

FILES = 3
SMALL, LARGEST = 2_000, 1_500_000


class Durations:
    """How long each kind of act takes on this machine now, so that kills fall within it, wherever that is."""

    def __init__(self) -> None:
        self._seconds = dict.fromkeys(Kind, 0.03)

    def note(self, kind: Kind, seconds: float) -> None:
        """Learn from one act."""
        self._seconds[kind] = 0.8 * self._seconds[kind] + 0.2 * seconds

    def of(self, kind: Kind) -> float:
        """About how long one takes."""
        return self._seconds[kind]


@dataclass
class Rush:
    """Everything that Anna does at once in one life, up to the kill, which is aimed at one act of one kind.

    The kill falls `wait` times the duration of such an act after it was sent; or, without a wait, as soon as it was
    answered.
    """

    life: Life
    client: Client
    ledger: Ledger
    aim: Kind
    target: int
    wait: float | None
    random: random.Random
    durations: Durations
    is_time: asyncio.Event = field(default_factory=asyncio.Event)
    counts: Counter[Kind] = field(default_factory=Counter)

    async def run(self) -> None:
        """Until the server is dead and every act was answered or not."""
        bundle, ledger = self.ledger.bundle, self.ledger
        async with asyncio.TaskGroup() as group:
            group.create_task(self._kill())
            group.create_task(self._upload(bundle.upload))
            group.create_task(self._answer_files(bundle.answer_files))
            group.create_task(self._step(bundle.response))
            group.create_task(self._each(Kind.CONFIRMATION, bundle.confirmations, ledger.confirmations))
            group.create_task(self._each(Kind.COMPLETION, bundle.completions, ledger.completions))

    async def _kill(self) -> None:
        await self.is_time.wait()
        if self.wait is not None:
            await asyncio.sleep(self.wait * self.durations.of(self.aim))
        self.life.kill()

    async def _upload(self, request: UUID) -> None:
        while await self._do(new_upload(request, self.random.randrange(SMALL, LARGEST)), self.ledger.uploads):
            pass

    async def _answer_files(self, response: UUID) -> None:
        for _file in range(ACTS):
            if not await self._do(new_answer_file(response), self.ledger.answer_files):
                return

    async def _step(self, response: UUID) -> None:
        revision = 0
        while await self._do(new_step(response, revision), self.ledger.steps):
            revision += 1

    async def _each(self, kind: Kind, subjects: list[UUID], acts: list[Act]) -> None:
        for subject in subjects:
            if not await self._do(Act(kind, subject), acts):
                return

    async def _do(self, act: Any, acts: list[Any]) -> bool:
        acts.append(act)
        self.counts[act.kind] += 1
        is_target = act.kind is self.aim and self.counts[act.kind] > self.target
        if is_target and self.wait is not None:
            self.is_time.set()
        started = time.monotonic()
        await self.client.do(act)
        if is_target:
            self.is_time.set()
        if act.is_acknowledged:
            self.durations.note(act.kind, time.monotonic() - started)
        return bool(act.is_acknowledged)


@dataclass
class Sweep:
    """Lives of one server: how often it was killed during each kind of act, and everything that was wrong after it."""

    office: PreparedOffice
    nursery: Nursery
    random: random.Random
    fault: str = ""
    waits_for_answer: bool = False
    kills: Counter[Kind] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    durations: Durations = field(default_factory=Durations)
    running: Life | None = None

    def __post_init__(self) -> None:
        self.witness = Witness(self.office.data, self.office.keys, self.office.url)

    async def live(self, aim: Kind) -> None:
        """Start, do, be killed during (or, waiting for an answer, right after) an act of a kind; then look."""
        life = self.running or await self.nursery.start(fault=self.fault)
        ledger = Ledger(next(self.office.bundles))
        client = Client(life.base_url, self.office.anna)
        wait = None if self.waits_for_answer else self.random.uniform(0, 1.3)
        target = self.random.randrange(ACTS - 2)
        async with client.http:
            await fill(client, ledger)
            await Rush(life, client, ledger, aim, target, wait, self.random, self.durations).run()
        assert await life.died() == -9
        for act in ledger.unknown:
            self.kills[act.kind] += 1
        await self._look(ledger)

    async def _look(self, ledger: Ledger) -> None:
        """With a server that is sound: look, have the unknown acts done again, and look once more."""
        life = await self.nursery.start()
        self.findings += self.witness.findings(ledger)
        client = Client(life.base_url, self.office.anna)
        staff = Client(life.base_url, self.office.sanne, sessions.STAFF)
        async with client.http, staff.http:
            if not self.findings:
                self.findings += await seen_by_people(client, staff, ledger)
                for act in ledger.unknown:
                    await client.do(act)
                self.findings += self.witness.findings(ledger)
                self.findings += await seen_by_people(client, staff, ledger)
        self.running = life
        if self.fault:
            life.kill()
            await life.died()
            self.running = None


async def fill(client: Client, ledger: Ledger) -> None:
    """Add files to the requests that will be confirmed."""
    for request in ledger.bundle.confirmations:
        for _file in range(FILES):
            ledger.uploads.append(new_upload(request, SMALL))
            await client.do(ledger.uploads[-1])
            assert ledger.uploads[-1].is_acknowledged


def new_upload(request: UUID, size: int) -> Upload:
    """A file that is nowhere else."""
    return Upload(Kind.UPLOAD, uuid4(), request=request, size=size)


def new_answer_file(response: UUID) -> Upload:
    """A small file at a question that is nowhere else."""
    return Upload(Kind.ANSWER_FILE, uuid4(), request=response, size=SMALL)


def new_step(response: UUID, revision: int) -> Step:
    """A *Volgende* with an answer that is nowhere else."""
    return Step(Kind.STEP, response, typed=f"{MARKER} {revision}", revision=revision)


async def seen_by_people(client: Client, staff: Client, ledger: Ledger) -> list[str]:
    """What the client misses in the dossier, and what the office sees without it being confirmed."""
    dossier = ledger.bundle.dossier
    supplied = (await client.get(f"/dossiers/{dossier}/supplied")).text
    office = (await staff.get(f"/staff/dossiers/{dossier}")).text
    confirmed = {act.subject for act in ledger.confirmations if act.is_acknowledged}
    may_be = {act.subject for act in ledger.confirmations}
    findings = []
    for upload in ledger.uploads:
        if upload.request in confirmed and not (upload.name in supplied and upload.name in office):
            findings.append("confirmation: a document is not in the dossier")
        if upload.request not in may_be and (upload.name in supplied or upload.name in office):
            findings.append("upload: somebody sees what was not confirmed")
    return findings


async def until(sweep: Sweep, is_enough: Callable[[], bool], most: int) -> None:
    """Go on living, aiming at each kind of act in turn, until it is enough or the lives are used up."""
    for number in range(most):
        if is_enough():
            return
        await sweep.live(list(Kind)[number % len(Kind)])
