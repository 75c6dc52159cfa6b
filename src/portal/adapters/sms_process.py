"""The process that `adapters.sms` starts for one message: its order comes by standard input, as JSON.

It says `taken` when the gateway took the message, and nothing when it did not.
"""

import json
import logging
import sys
from typing import Any

from apprise import Apprise

from portal.adapters.sms import TAKEN

ANSWER_SECONDS = 5.0


def send(url: str, text: str) -> bool:
    """Hand a message to the gateway at this address, once; whether it was taken.

    Redirects are not followed: they would take number and code to somewhere else. `notify` of the gateway itself,
    not that of `Apprise`, knows no retries.
    """
    gateway: Any = Apprise.instantiate(url)
    if gateway is None:
        return False
    gateway.redirects = False
    gateway.socket_connect_timeout = gateway.socket_read_timeout = ANSWER_SECONDS
    return bool(gateway.notify(body=text))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # apprise quotes numbers and texts
    order = json.load(sys.stdin)
    if send(order["url"], order["text"]):
        sys.stdout.buffer.write(TAKEN)
