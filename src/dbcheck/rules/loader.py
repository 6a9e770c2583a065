"""Packs: from a YAML file to a ``Pack``, by way of a snapshot when the same file was found right before."""

import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from dbcheck import snapshots
from dbcheck.errors import Message, PackError, Problem
from dbcheck.records import snapshot
from dbcheck.records.kind import Kind
from dbcheck.rules.checking import Checkers, LocatedCheckers
from dbcheck.rules.pack import Example, Pack, Rule
from dbcheck.rules.packs import label_of

_CHECK = rb"check[\"']?\s*:\s*[\"']?(\w+)"


def load_pack(path: Path, *, kinds: Mapping[str, Kind], checkers: Checkers) -> Pack:
    """Load a pack; raise PackError with every mistake that it has.

    kinds and checkers: what records and checks it may speak of. A pack that was found right is kept as a snapshot, and read
    from there while its bytes, the kinds, the checkers and this room's code stay as they are.
    """
    label = label_of(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or str(error)
        message = Message(
            f"不能读取({said});检查路径和权限", f"cannot be read ({said}); check the path and its permissions"
        )
        raise PackError([Problem(label, "", message)]) from error
    name, key = f"pack-{re.sub(r'[^A-Za-z0-9._-]', '_', path.stem)}", snapshot_key(raw, kinds, checkers)
    plain = snapshots.load(name, key) if key else None
    if not isinstance(plain, dict):
        from dbcheck.rules.pack_reading import read_pack  # noqa: PLC0415 - YAML and pydantic

        plain = read_pack(raw, label, kinds=kinds, checkers=checkers)
        if key:
            snapshots.store(name, key, plain)
    return pack_of(plain, label=label, path=str(path), digest=hashlib.sha256(raw).hexdigest())


def snapshot_key(raw: bytes, kinds: Mapping[str, Kind], checkers: Checkers) -> str | None:
    """Digest all that decides how a pack is read; None where the source of a checker that it names cannot be found.

    Which checkers it names is read off its text: a word too many costs a look at one more file.
    """
    sources = {*Path(__file__).parent.glob("*.py")}
    named = []
    for name in sorted({found.decode() for found in re.findall(_CHECK, raw)}):
        if name in checkers:
            file = _source(name, checkers)
            if file is None:
                return None
            sources.add(file)
            named.append(name)
    code = snapshots.key_of(sources)
    if code is None:
        return None
    return hashlib.sha256(b"\0".join((raw, code.encode(), ",".join(named).encode(), _written(kinds).encode()))).hexdigest()


def _source(name: str, checkers: Checkers) -> Path | None:
    """Give the file of a checker; one that is not imported yet stays so."""
    if isinstance(checkers, LocatedCheckers):
        return checkers.source(name)
    file = getattr(sys.modules.get(type(checkers[name]).__module__), "__file__", None)
    return Path(file) if file else None


def _written(kinds: Mapping[str, Kind]) -> str:
    """Write down what a pack depends on of the kinds."""
    if kinds is snapshot.kinds():  # read off these files, which are quicker to digest than all kinds are to make
        return snapshot.source_key() or ""
    return "\n".join(
        f"{name}.{field.name}:{field.type}:{field.is_list}:{field.ref}:{','.join(field.values)}"
        for name, kind in kinds.items()
        for field in kind.fields.values()
    )


def pack_of(plain: Mapping[str, Any], *, label: str, path: str, digest: str) -> Pack:
    """Make a Pack from the plain form that ``read_pack`` gives."""
    return Pack(
        id=plain["pack"],
        title=plain["title"],
        title_en=plain["title_en"] or "",
        document=plain["document"],
        issuer=plain["issuer"],
        published=_date(plain["published"]),
        effective=_date(plain["effective"]),
        withdrawn=_date(plain["withdrawn"]),
        jurisdiction=plain["jurisdiction"],
        clauses=tuple(plain["clauses"]),
        rules=tuple(_rule(rule, plain["pack"], label) for rule in plain["rules"]),
        path=path,
        digest=digest,
        status=plain.get("status") or "in_force",
    )


def _rule(plain: Mapping[str, Any], pack: str, label: str) -> Rule:
    return Rule(
        pack=pack,
        clause=plain["clause"],
        part=plain.get("part", ""),
        requirement=plain["requirement"],
        modality=plain["modality"],
        subject=plain.get("subject", "none"),
        check=plain["check"],
        params=plain["params"],
        workflow=plain.get("workflow", "none"),
        reading=plain.get("reading", ""),
        examples=StoredExamples(plain["examples"], label),
        where=_where(label, plain["at"]),
        effective=_date(plain.get("effective")),
        withdrawn=_date(plain.get("withdrawn")),
    )


class StoredExamples(Sequence[Example]):
    """The examples of a rule, made when somebody asks for them; an audit never does."""

    def __init__(self, text: str, label: str) -> None:
        self._text, self._label = text, label

    @cached_property
    def _made(self) -> tuple[Example, ...]:
        return tuple(_example(plain, self._label) for plain in json.loads(self._text))

    @overload
    def __getitem__(self, place: int) -> Example: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Example, ...]: ...

    def __getitem__(self, place: int | slice) -> Example | tuple[Example, ...]:
        return self._made[place]

    def __len__(self) -> int:
        return len(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash((self._text, self._label))

    def __repr__(self) -> str:
        return repr(self._made)


def _example(plain: Mapping[str, Any], label: str) -> Example:
    return Example(
        verdict=plain["verdict"],
        records={kind: tuple(records) for kind, records in plain["records"].items()},
        main=plain["main"],
        as_of=plain["as_of"],
        where=_where(label, plain["at"]),
    )


def _where(label: str, at: list[int]) -> str:
    return f"{label}:{at[0]}:{at[1]}"


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
