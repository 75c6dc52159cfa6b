"""Dying on purpose at a named point, so that tests can show that nothing acknowledged is lost there.

`app` arms it from the setting `crash_at`, which production refuses.
"""

import os
import signal

_armed: list[str] = []


def arm(name: str) -> None:
    """Die at the point of this name; an empty name disarms."""
    _armed[:] = [name] if name else []


def crash_point(name: str) -> None:
    """Kill this process as a power cut would, if it is armed for this point."""
    if name in _armed:
        os.kill(os.getpid(), signal.SIGKILL)
