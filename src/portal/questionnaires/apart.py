"""Reads a questionnaire that an office hands in, in a process of its own with limits on its time and memory.

Whatever a file does to the libraries that read spreadsheets, the server and the command line stay up and say so. The
process is started at the first use and goes by itself after a while without work.
"""

import atexit
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO

import msgspec

from portal.i18n import mark as _

from .forms.definition import Definition
from .forms.problems import FormProblems, Problem
from .forms.sheets import refuse

CPU_SECONDS = 10
"""The work that one file may take; the process ends itself after it (RLIMIT_CPU)."""
SECONDS = 40.0
"""The time that one file may take: longer than the work, for a busy machine, and for what waits instead of working."""
START_SECONDS = 60.0
LENGTH = struct.Struct(">I")


class Question(msgspec.Struct, frozen=True):
    """A file and those that belong to it."""

    source: bytes
    file_name: str
    media: Mapping[str, bytes]


class Answer(msgspec.Struct, frozen=True):
    """The definition, or all that is wrong with the file; neither when it took too much memory."""

    definition: Definition | None = None
    problems: tuple[Problem, ...] = ()


class Reader:
    """One process at a time, which reads one file at a time; `seconds` is for one file."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def read(self, source: bytes, file_name: str, media: Mapping[str, bytes] | None = None) -> Definition:
        """What `forms.importing.read_form` gives; raises `FormProblems`, and nothing else, on any bytes."""
        question = msgspec.msgpack.encode(Question(source, file_name, media or {}))
        with self._one_at_a_time:
            answer = self._ask(question) or self._ask(question)  # the first process may have gone just now
        if answer is None or (answer.definition is None and not answer.problems):
            raise refuse(_("Reading this file takes too much time or memory; make the questionnaire smaller"))
        if answer.definition is None:
            raise FormProblems(answer.problems)
        return answer.definition

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()

    def _ask(self, question: bytes) -> Answer | None:
        """The answer to one question; None when the process was gone already."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(self._seconds, process.kill)
        timer.start()
        try:
            send(process.stdin, question)
            return msgspec.msgpack.decode(receive(process.stdout), type=Answer)
        except (OSError, EOFError):
            has_left = process.wait() == 0
            self.close()
            return None if has_left else Answer()
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start()
        return self._process


def _start() -> subprocess.Popen[bytes]:
    """The child, once it says that it is ready; it inherits no variable, so no key and no password."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "portal.questionnaires.apart_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
    )
    assert process.stdout is not None
    timer = threading.Timer(START_SECONDS, process.kill)
    timer.start()
    try:
        receive(process.stdout)
    except (OSError, EOFError):
        pass  # the question that follows finds it gone
    finally:
        timer.cancel()
    return process


def send(sink: IO[bytes], message: bytes) -> None:
    """A message, after its length."""
    sink.write(LENGTH.pack(len(message)) + message)
    sink.flush()


def receive(source: IO[bytes]) -> bytes:
    """The next message; raises `EOFError` when there are no more."""
    header = source.read(LENGTH.size)
    if len(header) < LENGTH.size:
        raise EOFError
    (size,) = LENGTH.unpack(header)
    message = source.read(size)
    if len(message) < size:
        raise EOFError
    return message


_reader = Reader()
atexit.register(_reader.close)


def read_apart(source: bytes, file_name: str, media: Mapping[str, bytes] | None = None) -> Definition:
    """What `forms.importing.read_form` gives, read by the process that this one keeps for it; blocks.

    Raises `FormProblems`, and nothing else, on any bytes.
    """
    return _reader.read(source, file_name, media)
