"""Running the portal: one process with its worker inside, on granian."""

import asyncio
import logging
import signal
import socket

import structlog
import uvloop
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from portal import database
from portal.app import adapters_for, create_app, duties
from portal.jobs.worker import Worker
from portal.piccolo_app import TABLES
from portal.settings import Settings


def configure_logging(settings: Settings) -> None:
    """One line per event, to standard error; no names, answers, codes or addresses with tokens are ever passed in."""
    logging.basicConfig(level=settings.log_level, format="%(message)s")
    level = logging.getLevelNamesMapping().get(settings.log_level, logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


class PortTaken(Exception):
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
    configure_logging(settings)
    uvloop.run(_serve(settings))


def work(settings: Settings) -> None:
    """Do the background work until SIGINT or SIGTERM, beside processes that serve with PORTAL_WORKER=false."""
    configure_logging(settings)
    uvloop.run(_work(settings))


async def _work(settings: Settings) -> None:
    adapters = adapters_for(settings)
    database.bind(adapters.engine, TABLES)
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
