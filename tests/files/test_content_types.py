"""The content decides what a file is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.content_types import HEAD, TAIL, detect
from tests.support import sample_files as samples


def kind_of(data: bytes) -> str | None:
    kind = detect(data[:HEAD], data[-TAIL:], len(data))
    return kind and kind.extension


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("pdf", samples.PDF),
        ("jpg", samples.JPG),
        ("jpg", b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00" + b"\x00" * 40),
        ("jpg", b"\xff\xd8\xff\xdb\x00\x43\x00" + b"\x08" * 64),
        ("jpg", b"\xff\xd8\xff\xee\x00\x0eAdobe" + b"\x00" * 40),
        ("png", samples.png()),
        ("heic", samples.HEIC),
        ("docx", samples.docx()),
        ("docx", samples.docx(padding=1_000_000)),
        ("docx", samples.archive("[Content_Types].xml", "word/document2.xml")),
        ("xlsx", samples.xlsx()),
        ("txt", samples.TXT),
        ("txt", "\ufeffmet een merk vooraan".encode()),
        ("txt", "één uit een oud programma".encode("windows-1252")),
        ("txt", "é".encode() * HEAD),
        ("txt", "xé".encode() * HEAD),
        ("eml", samples.EML),
    ],
)
def test_each_accepted_kind_is_known(extension, data):
    assert kind_of(data) == extension


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"GIF89a\x01\x00\x01\x00\x00\x00",
        b"text with a \x00 in it",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  \n<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><a/>",
        b"#!/bin/sh\nrm -r x\n",
        b"{\\rtf1 hello}",
        b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + b"\x00" * 64,
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64,
        b"PK\x03\x04 not a zip at all",
        samples.archive("a.txt", "b.exe"),
        samples.archive("word/document.xml"),
        samples.archive("[Content_Types].xml", "ppt/presentation.xml"),
        samples.archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        samples.docx()[:-30],
        b"PK\x03\x04 something in front" + samples.docx(),
    ],
)
def test_anything_else_is_unknown(data):
    assert kind_of(data) is None


def test_a_document_that_unpacks_to_more_than_a_gigabyte_is_unknown():
    bomb = samples.archive("[Content_Types].xml", "word/document.xml")
    size = (6).to_bytes(4, "little") * 2  # packed and unpacked, of each member
    assert kind_of(bomb.replace(size, (6).to_bytes(4, "little") + b"\xff\xff\xff\x7f")) is None


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_no_bytes_whatever_break_it(head, tail):
    detect(head, tail, len(head) + len(tail))
    detect(b"PK\x03\x04" + head, tail, len(head) + len(tail) + 4)
