"""One life after the other: Anna does all four acts at once, the server is killed in the middle, and starts again."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from portal.web import sessions
from tests.faults.acts import Act, Client, Kind, Ledger, Step, Upload
from tests.faults.checking import Witness
from tests.faults.lives import Life, Nursery
from tests.faults.preparing import ACTS, MARKER, PreparedOffice

FILES = 3
LARGEST = 1_500_000


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
    durations: dict[Kind, float] = field(default_factory=lambda: dict.fromkeys(Kind, 0.03))

    def __post_init__(self) -> None:
        self.witness = Witness(self.office.data, self.office.keys)

    async def live(self, aim: Kind) -> None:
        """Start, do, be killed during (or, waiting for an answer, right after) an act of a kind; then look."""
        life = await self.nursery.start(fault=self.fault)
        ledger = Ledger(next(self.office.bundles))
        client = Client(life.base_url, self.office.anna)
        async with client.http:
            await self._fill(client, ledger)
            await self._do_everything(life, client, ledger, aim)
        assert await life.died() == -9
        for act in ledger.unknown:
            self.kills[act.kind] += 1
        await self._look(ledger)

    async def _fill(self, client: Client, ledger: Ledger) -> None:
        """Add files to the requests that will be confirmed."""
        for request in ledger.bundle.confirmations:
            for _file in range(FILES):
                await self._upload(client, ledger, request, 2_000)

    async def _do_everything(self, life: Life, client: Client, ledger: Ledger, aim: Kind) -> None:
        bundle, target = ledger.bundle, self.random.randrange(ACTS - 2)
        sent = asyncio.Event()
        counts: Counter[Kind] = Counter()

        async def do(act: Act, acts: list) -> bool:  # type: ignore[type-arg]
            acts.append(act)
            counts[act.kind] += 1
            is_target = act.kind is aim and counts[aim] > target
            if is_target and not self.waits_for_answer:
                sent.set()
            started = time.monotonic()
            await client.do(act)
            if is_target:
                sent.set()
            if act.is_acknowledged:
                self.durations[act.kind] = 0.8 * self.durations[act.kind] + 0.2 * (time.monotonic() - started)
            return bool(act.is_acknowledged)

        async def upload() -> None:
            while await do(self._new_upload(bundle.upload, self.random.randrange(100, LARGEST)), ledger.uploads):
                pass

        async def step() -> None:
            revision = 0
            while await do(
                Step(Kind.STEP, bundle.response, typed=f"{MARKER} {revision}", revision=revision), ledger.steps
            ):
                revision += 1

        async def each(kind: Kind, subjects: list[UUID], acts: list[Act]) -> None:
            for subject in subjects:
                if not await do(Act(kind, subject), acts):
                    return

        async def kill() -> None:
            await sent.wait()
            if not self.waits_for_answer:
                await asyncio.sleep(self.random.uniform(0, 1.3 * self.durations[aim]))
            life.kill()

        async with asyncio.TaskGroup() as group:
            for work in (
                upload(),
                step(),
                each(Kind.CONFIRMATION, bundle.confirmations, ledger.confirmations),
                each(Kind.COMPLETION, bundle.completions, ledger.completions),
                kill(),
            ):
                group.create_task(work)

    async def _look(self, ledger: Ledger) -> None:
        """With a server that is sound again: look, have the unknown acts done again, and look once more."""
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
        life.kill()
        await life.died()

    async def _upload(self, client: Client, ledger: Ledger, request: UUID, size: int) -> None:
        act = self._new_upload(request, size)
        ledger.uploads.append(act)
        await client.do(act)
        assert act.is_acknowledged

    def _new_upload(self, request: UUID, size: int) -> Upload:
        return Upload(Kind.UPLOAD, uuid4(), request=request, size=size)


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
