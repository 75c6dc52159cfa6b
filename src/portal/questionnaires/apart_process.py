"""The process that `apart` starts: reads questions from standard input, writes answers to standard output.

It says an empty message once it is ready, and goes after a while without a question, so that a server does not keep
the memory of the libraries that read spreadsheets.
"""

import gc
import math
import re
import resource
import select
import sys
from pathlib import Path
from typing import IO

import msgspec

from portal.questionnaires.apart import CPU_SECONDS, Answer, Question, receive, send
from portal.questionnaires.forms.importing import read_form
from portal.questionnaires.forms.problems import FormProblems

MOST_MEMORY = 700_000_000  # bytes of address space, of which about half is ever in use
MOST_RESIDENT = 150_000_000  # bytes after which the process makes way for a fresh one
IDLE_SECONDS = 30.0


def answer_to(message: bytes) -> Answer:
    """What is in a file, or what is wrong with it."""
    question = msgspec.msgpack.decode(message, type=Question)
    try:
        return Answer(read_form(question.source, question.file_name, question.media))
    except FormProblems as found:
        return Answer(problems=found.problems)


def resident(name: str = "VmRSS") -> int:
    """The bytes of memory in use, or with `VmHWM` those at the most; 0 on a system that does not tell.

    The resource module would count what the process that started this one had in use.
    """
    try:
        found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def allow(seconds: int) -> None:
    """End this process when it has worked for so long from now on."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    worked = math.ceil(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (worked + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answer questions until there are no more, or none for a while."""
    send(sink, b"")
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        try:
            message = receive(source)
        except EOFError:
            return
        allow(CPU_SECONDS)
        send(sink, msgspec.msgpack.encode(answer_to(message)))
        del message
        gc.collect()
        if resident() > MOST_RESIDENT:
            return


if __name__ == "__main__":
    import pyxform.xls2xform  # type: ignore[import-untyped]  # noqa: F401 (before the clock of a question runs)

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    serve(sys.stdin.buffer, sys.stdout.buffer)
