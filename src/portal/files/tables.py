"""Stored bytes."""

from piccolo.columns import UUID, BigInt, Timestamptz, Varchar
from piccolo.table import Table


class StoredFile(Table, tablename="stored_file"):
    """Bytes that are durably in the store; the row exists only once they are."""

    id = UUID(primary_key=True)
    size = BigInt(help_text="bytes, before encryption")
    sha256 = Varchar(64, help_text="of the bytes as they were delivered, hexadecimal")
    media_type = Varchar(100)
    extension = Varchar(8)
    created_at = Timestamptz(index=True)
