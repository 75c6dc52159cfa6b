"""The range that a client asks for, as RFC 9110 has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.ranges import ByteRange, RangeNotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-499", 0, 500),
        ("bytes=500-999", 500, 1000),
        ("bytes=-500", 9500, 10000),
        ("bytes=9500-", 9500, 10000),
        ("bytes=0-0", 0, 1),
        ("bytes=-1", 9999, 10000),
        ("bytes=0-99999", 0, 10000),
        ("bytes=-99999", 0, 10000),
        ("Bytes=0-1", 0, 2),
    ],
)
def test_one_range_is_understood(header, start, end):
    found = parse_range(header, 10000)
    assert found == ByteRange(start, end, 10000)
    assert found.length == end - start
    assert found.content_range == f"bytes {start}-{end - 1}/10000"


@pytest.mark.parametrize(
    "header", [None, "", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "0-1"]
)
def test_what_is_no_single_range_is_ignored(header):
    assert parse_range(header, 10000) is None


@pytest.mark.parametrize(("header", "size"), [("bytes=10000-", 10000), ("bytes=-0", 10000), ("bytes=0-", 0)])
def test_a_range_after_the_end_cannot_be_satisfied(header, size):
    with pytest.raises(RangeNotSatisfiable) as refused:
        parse_range(header, size)
    assert refused.value.content_range == f"bytes */{size}"


@given(st.text(max_size=40) | st.from_regex(r"bytes=\d*-\d*"), st.integers(0, 10**12))
def test_a_range_lies_within_the_file_whatever_is_asked(header, size):
    try:
        found = parse_range(header, size)
    except RangeNotSatisfiable:
        return
    assert found is None or 0 <= found.start < found.end <= size
