"""What the administrators of a company decided."""

from piccolo.columns import UUID, Boolean, ForeignKey
from piccolo.table import Table

from portal.accounts.tables import Membership
from portal.dossiers.tables import Dossier


class MemberRight(Table, tablename="member_right"):
    """A dossier that was chosen for a member who does not see all; it stays while they are blocked."""

    id = UUID(primary_key=True)
    membership = ForeignKey(Membership, null=False)
    dossier = ForeignKey(Dossier, null=False)
    can_deliver = Boolean(default=False)
