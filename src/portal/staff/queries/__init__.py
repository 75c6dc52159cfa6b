"""Reading for the office: only staff find anything here, and never what a client has not sent yet."""

from portal.accounts.viewer import Viewer
from portal.errors import NotFound


def require_staff(viewer: Viewer) -> None:
    """Refuse anybody else, as if there were nothing; raises `NotFound`."""
    if not viewer.is_staff:
        raise NotFound
