"""`make bench`: a table of what each operation costs the server."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tools.bench import engine, enumeration, inside
from tools.bench.office import BenchOffice, make
from tools.bench.operations import Operation, operations, pages, upload
from tools.bench.server import Server, send, serving

GIGABYTE = 1_000_000_000
HEAD = f"{'':34}{'CPU ms':>9}{'at best':>9}{'p50 ms':>9}{'p99 ms':>9}{'SQL':>6}"


@click.command()
@click.option("--dossiers", default=3_000, show_default=True, help="of the office that everything is measured in")
@click.option("--others", default="100,100000", show_default=True, help="sizes that the pages are measured in as well")
@click.option("--times", default=400, show_default=True, help="how often the cheap operations are done")
@click.option("--gigabyte/--no-gigabyte", default=True, help="also upload a file of 1 GB")
@click.option("--profile", default="", help="only profile the operations whose name begins so")
@click.option("--tries", default=enumeration.TRIES, show_default=True, help="of what may not tell who has an account")
def main(dossiers: int, others: str, times: int, gigabyte: bool, profile: str, tries: int) -> None:
    """Measure the real server on fresh data; it takes a few minutes."""
    click.echo(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {yardstick()}")
    for line in engine.table() if not profile else ():
        click.echo(line)
    with office_of(dossiers) as office:
        if profile:
            profile_some(office, times, profile)
            return
        with serving(office.data, PORTAL_UPLOAD_MAX_BYTES=str(GIGABYTE + 1_000_000)) as server:
            table(office, server, lambda: operations(office, times), dossiers)
            for line in enumeration.table(office, server, tries):
                click.echo(line)
            if gigabyte:
                large_upload(office, server)
        cpu, passed = asyncio.run(inside.pdf_of_48_answers(20))
        click.echo(f"{'PDF of 48 answers':34}{cpu:9.1f}{passed:18.1f}   (in the process that renders)")
    for size in [int(each) for each in others.split(",") if each]:
        with office_of(size) as office, serving(office.data) as server:
            table(office, server, lambda office=office: pages(office, times), size)  # type: ignore[misc]


@contextmanager
def office_of(size: int) -> Iterator[BenchOffice]:
    """A fresh office of so many dossiers, on a disk."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="portal-bench-") as folder:
        yield asyncio.run(make(Path(folder), size))


def yardstick() -> str:
    """How much slower this machine computes now than when it is left alone; CPU times grow with it."""

    def loop() -> float:
        started, total = time.process_time(), 0
        for number in range(100_000):
            total += number
        return (time.process_time() - started) * 1000

    times = sorted(loop() for _time in range(200))
    return f"100,000 additions take {times[100]:.1f} ms of CPU, {times[0]:.1f} ms at best"


def table(office: BenchOffice, server: Server, wanted: Callable[[], list[Operation]], size: int) -> None:
    """Measure and print, a line for each operation."""
    click.echo(f"\n{size:,} dossiers, {size * 20:,} documents\n{HEAD}")
    before = server.memory()
    counted = asyncio.run(inside.statements(office, wanted()))
    for operation in wanted():
        measured = server.measure(operation)
        sql = len(counted[operation.name])
        click.echo(
            f"{operation.name:34}{measured.cpu:9.2f}{measured.best:9.2f}{measured.p50:9.2f}{measured.p99:9.2f}{sql:6}"
        )
    click.echo(f"memory of the server: {before:.0f} MB before, {server.memory():.0f} MB after")


def large_upload(office: BenchOffice, server: Server) -> None:
    """Whether memory stays flat."""
    before = server.memory()
    server.forget_peak()
    send(server.connect(), upload(office, GIGABYTE))
    click.echo(f"upload of 1 GB: {before:.0f} MB before, {server.memory('VmHWM'):.0f} MB at most")


def profile_some(office: BenchOffice, times: int, name: str) -> None:
    """Where the time goes, and the statements."""
    for operation in operations(office, times):
        if operation.name.lower().startswith(name.lower()):
            click.echo(asyncio.run(inside.profile(office, operation)))
            for sql in asyncio.run(inside.statements(office, [operation]))[operation.name]:
                click.echo(" ".join(sql.split())[:160])


if __name__ == "__main__":
    main()
