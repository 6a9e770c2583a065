"""The catalogue from a snapshot is the catalogue, and it needs no pydantic."""

import json
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.records import catalogue, snapshot
from dbcheck.records.kind import Field, FieldType, Kind

WORD = st.text(st.characters(codec="utf-8"), max_size=6)
WORDS = st.lists(WORD, max_size=3).map(tuple)
FIELDS = st.builds(
    Field,
    name=WORD,
    type=st.sampled_from(FieldType),
    is_list=st.booleans(),
    meaning=WORD,
    headers=WORDS,
    ref=st.none() | WORD,
    values=WORDS,
    labels=st.dictionaries(WORD, WORD, max_size=3),
)
KINDS = st.builds(
    Kind,
    name=WORD,
    label=WORD,
    family=WORD,
    fields=st.lists(FIELDS, max_size=3, unique_by=lambda field: field.name).map(
        lambda fields: {field.name: field for field in fields}
    ),
    own_dates=WORDS,
    names=WORDS,
    files=WORDS,
)


@settings(deadline=None)
@given(st.lists(KINDS, max_size=3, unique_by=lambda kind: kind.name))
def test_kinds_survive_json(kinds: list[Kind]) -> None:
    by_name = {kind.name: kind for kind in kinds}
    read = snapshot.decode(json.loads(json.dumps(snapshot.encode(by_name))))
    assert dict(read) == by_name
    assert list(read) == list(by_name)


def test_the_snapshot_is_the_catalogue() -> None:
    assert dict(snapshot.kinds()) == catalogue.kinds()
    assert list(snapshot.kinds()) == list(catalogue.kinds())


def _run(cache: Path) -> tuple[bool, int]:
    """Load the kinds in a fresh interpreter: (whether pydantic was imported, how many kinds there are)."""
    code = (
        "import sys; from dbcheck.records.snapshot import kinds; k = kinds(); "
        "print('pydantic' in sys.modules, sum(len(kind.fields) for kind in k.values()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DBCHECK_CACHE": str(cache), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    imported, fields = done.stdout.split()
    return imported == "True", int(fields)


def test_a_warm_snapshot_needs_no_pydantic(tmp_path: Path) -> None:
    snapshot.write_snapshot(tmp_path)
    fields = sum(len(kind.fields) for kind in catalogue.kinds().values())
    assert _run(tmp_path) == (False, fields)


def test_a_stale_snapshot_is_built_anew(tmp_path: Path) -> None:
    path = snapshot.write_snapshot(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(b"stale\n{}")
    _, fields = _run(tmp_path)
    assert fields == sum(len(kind.fields) for kind in catalogue.kinds().values())
    assert path.read_bytes() == whole


def test_a_kind_that_does_not_exist_is_not_found() -> None:
    assert "nothing" not in snapshot.kinds()
    assert snapshot.kinds().get("nothing") is None
