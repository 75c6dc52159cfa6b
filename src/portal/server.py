"""Running the portal: one process with its worker inside, on granian."""

import asyncio
import signal
import socket

import uvloop
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from portal import database, logs
from portal.adapters import crash
from portal.app import adapters_for, create_app, duties
from portal.jobs.worker import Worker
from portal.piccolo_app import TABLES
from portal.settings import Settings, UnsafeSettings


class PortTaken(UnsafeSettings):
    """Another program listens on the port already."""


def require_free_port(settings: Settings) -> None:
    """Refuse a port that is taken: granian would share it, and every other request would go to the other program."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(f"Port {settings.port} is in use. Choose another one with PORTAL_PORT.") from error


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first. Raises `PortTaken`."""
    require_free_port(settings)
    logs.configure(settings.log_level)
    uvloop.run(_serve(settings))


def work(settings: Settings) -> None:
    """Do the background work until SIGINT or SIGTERM, beside processes that serve with PORTAL_WORKER=false."""
    logs.configure(settings.log_level)
    uvloop.run(_work(settings))


async def _work(settings: Settings) -> None:
    adapters = adapters_for(settings)
    database.bind(adapters.engine, TABLES)
    crash.arm(settings.crash_at)
    await database.start()
    worker = Worker(duties(settings, adapters))
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, worker.stop)
    try:
        await worker.run()
    finally:
        await adapters.pdf.close()
        await database.stop()


async def _serve(settings: Settings) -> None:
    server = Server(
        create_app(settings, adapters_for(settings)),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        log_level=LogLevels.error,
        websockets=False,
    )
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, server.stop)
    await server.serve()
