"""The real server as a process of its own, and what the kernel says that it used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench.operations import Operation, Sent

BATCHES = 10
CPU_OF_A_PROCESS = 2  # clock_getcpuclockid(3) of Linux, which Python does not have; it counts nanoseconds
PATIENCE = 120


@dataclass(frozen=True)
class Measured:
    """What one operation costs: CPU of the server in ms for each request, and the time on one connection in ms.

    `best` is the CPU of the cheapest batch: what is left of it when others use the machine least.
    """

    cpu: float
    best: float
    p50: float
    p99: float


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """Seconds of CPU used so far, in user and kernel mode."""
        return cpu_of(self.process.pid)

    def memory(self, which: str = "VmRSS") -> float:
        """Resident memory in MB, now (`VmRSS`) or at most since the last `forget_peak` (`VmHWM`)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(f"{which}:"):
                return int(line.split()[1]) / 1000
        raise LookupError(which)

    def forget_peak(self) -> None:
        """Let `VmHWM` begin anew."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def connect(self) -> http.client.HTTPConnection:
        """A connection that stays open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def measure(self, operation: Operation) -> Measured:
        """Do an operation so many times on one connection, after a few that do not count."""
        connection = self.connect()
        for number in range(4):
            send(connection, operation.request(number))
        requests = [operation.request(number) for number in range(operation.times)]
        times: list[float] = []
        batches: list[float] = []
        size = max(1, len(requests) // BATCHES)
        for start in range(0, len(requests), size):
            before, batch = self.cpu(), requests[start : start + size]
            for request in batch:
                started = time.perf_counter()
                send(connection, request)
                times.append((time.perf_counter() - started) * 1000)
            batches.append((self.cpu() - before) * 1000 / len(batch))
        connection.close()
        times.sort()
        p50, p99 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.99))]
        return Measured(sum(batches) / len(batches), min(batches), p50, p99)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process used so far, in user and kernel mode, also in threads that have ended."""
    return time.clock_gettime((~pid << 3) | CPU_OF_A_PROCESS)


def send(connection: http.client.HTTPConnection, request: Sent) -> None:
    """Send a request and read the whole answer, which must have the status that is expected."""
    connection.request(request.method, request.path, request.content, request.headers)
    response = connection.getresponse()
    while response.read(1 << 20):
        pass
    if response.status != request.expects:
        raise RuntimeError(f"{request.method} {request.path} was answered {response.status}")


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[Server]:
    """A server for a data folder, without its worker, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_DATA": str(data),
        "PORTAL_PORT": str(port),
        "PORTAL_WORKER": "no",
        "PORTAL_LOG_LEVEL": "ERROR",
        "PORTAL_UPLOAD_MAX_FILES": "1000",
        **settings,
    }
    process = subprocess.Popen([sys.executable, "-m", "portal", "serve"], env={**os.environ, **own})
    try:
        _wait(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port)):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server did not start")
