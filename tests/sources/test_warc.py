import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.sources.warc import BrokenRecord, WarcRecord, read_warc
from sources.warc_bytes import compressed, record

RECORDS = [record("response", f"https://www.jia.example/{number}", bytes([65 + number]) * 200_000) for number in range(4)]


def read(path: Path, raw: bytes, *, limit: int = 1 << 20) -> list[WarcRecord | BrokenRecord]:
    path.write_bytes(raw)
    return list(read_warc(path, limit=limit))


def addresses(found: list[WarcRecord | BrokenRecord]) -> list[str]:
    return [each.headers["warc-target-uri"][-1] if isinstance(each, WarcRecord) else "broken" for each in found]


@pytest.mark.parametrize("raw", [b"".join(RECORDS), compressed(RECORDS), gzip.compress(b"".join(RECORDS))])
def test_plain_and_compressed_archives_hold_the_same_records(raw: bytes, tmp_path: Path) -> None:
    found = read(tmp_path / "a", raw)
    assert addresses(found) == ["0", "1", "2", "3"]
    assert [(each.number, each.block[:1]) for each in found if isinstance(each, WarcRecord)] == [
        (1, b"A"),
        (2, b"B"),
        (3, b"C"),
        (4, b"D"),
    ]


def test_offsets_are_places_in_the_file(tmp_path: Path) -> None:
    for raw, pieces in ((b"".join(RECORDS), RECORDS), (compressed(RECORDS), [gzip.compress(each) for each in RECORDS])):
        starts = [sum(map(len, pieces[:place])) for place in range(len(pieces))]
        assert [each.offset for each in read(tmp_path / "a", raw)] == starts


def test_of_a_large_block_only_the_beginning_is_held(tmp_path: Path) -> None:
    found = read(tmp_path / "a", compressed(RECORDS), limit=1000)
    assert [(len(each.block), each.is_whole) for each in found if isinstance(each, WarcRecord)] == [(1000, False)] * 4


def test_reading_goes_on_behind_a_broken_member(tmp_path: Path) -> None:
    pieces = [gzip.compress(each) for each in RECORDS]
    pieces[1] = pieces[1][:40] + b"\xff" * 40 + pieces[1][80:]
    found = read(tmp_path / "a", b"".join(pieces))
    assert addresses(found) == ["0", "broken", "2", "3"]
    assert found[1].offset == len(pieces[0])


def test_reading_goes_on_behind_a_record_that_is_none(tmp_path: Path) -> None:
    assert addresses(read(tmp_path / "a", RECORDS[0] + b"garbage\r\nmore\r\n\r\n" + RECORDS[1])) == ["0", "broken", "1"]
    lengthless = RECORDS[1].replace(b"Content-Length", b"Content-Lxngth")
    assert addresses(read(tmp_path / "b", RECORDS[0] + lengthless + RECORDS[2])) == ["0", "broken", "2"]


@pytest.mark.parametrize("raw", [b"".join(RECORDS), compressed(RECORDS)])
def test_an_archive_that_is_cut_off_loses_its_last_record_only(raw: bytes, tmp_path: Path) -> None:
    assert addresses(read(tmp_path / "a", raw[:-60])) == ["0", "1", "2", "broken"]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "a", b"") == []


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=400), place=st.integers(0, 3))
def test_hostile_bytes_end_and_never_raise(raw: bytes, place: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("warc")
    small = [record("response", f"https://www.jia.example/{number}", b"x") for number in range(3)]
    for pieces in (small, [gzip.compress(each) for each in small]):
        found = read(folder / "a", b"".join([*pieces[:place], raw, *pieces[place:]]))
        assert len(found) <= 3 + max(raw.count(b"WARC/"), 1) + 3
