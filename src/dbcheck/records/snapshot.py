"""The catalogue without pydantic: every kind from a snapshot that matches the models' source."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dbcheck import snapshots
from dbcheck.records.kind import Field, FieldType, Kind

NAME = "kinds"
_TYPES = {str(member): member for member in FieldType}


@cache
def kinds() -> Mapping[str, Kind]:
    """Give every kind by name, in the order of the catalogue.

    The models are read (0.2 s, pydantic) only where no snapshot matches their source; one is then stored.
    """
    key = source_key()
    stored = snapshots.load(NAME, key) if key else None
    if stored is not None:
        return decode(stored)
    built = _build()
    if key:
        snapshots.store(NAME, key, encode(built))
    return built


def write_snapshot(folder: Path) -> Path:
    """Write the snapshot of all kinds into a folder, e.g. the ``_snapshot`` that a wheel ships; give the file's path."""
    key = source_key()
    if key is None:
        raise FileNotFoundError(f"no source of the models beside {__file__}")
    return snapshots.write(folder, NAME, key, encode(_build()))


@cache
def source_key() -> str | None:
    """Digest the source of the models, by which snapshots are known; None where it cannot be read."""
    return snapshots.key_of(Path(__file__).parent.glob("*.py"))


def _build() -> dict[str, Kind]:
    from dbcheck.records import catalogue  # noqa: PLC0415 - pydantic costs 0.2 s, which a snapshot is there to save

    return catalogue.kinds()


def encode(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Give what JSON can hold of the kinds."""
    return {
        kind.name: [
            kind.label,
            kind.family,
            kind.own_dates,
            kind.names,
            kind.files,
            kind.units,
            kind.lifespan,
            json.dumps([_encode(field) for field in kind.fields.values()], ensure_ascii=False, separators=(",", ":")),
        ]
        for kind in kinds.values()
    }


def _encode(field: Field) -> list[Any]:
    return [
        *(field.name, field.type, field.is_list, field.meaning, field.headers),
        *(field.ref, field.values, dict(field.labels)),
    ]


def decode(stored: Any) -> Mapping[str, Kind]:
    """Give the kinds that ``encode`` wrote."""
    return _StoredKinds(stored)


class _StoredKinds(Mapping[str, Kind]):
    """Kinds that are made when they are asked for: most audits need a few of the 55."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._stored, self._made = stored, dict[str, Kind]()

    def __getitem__(self, name: str) -> Kind:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = _kind(name, *self._stored[name])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


class _StoredFields(Mapping[str, Field]):
    """The fields of a kind, made when one of them is asked for: of most kinds only their names for files are."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _made(self) -> Mapping[str, Field]:
        return {plain[0]: _field(*plain) for plain in json.loads(self._text)}

    def __getitem__(self, name: str) -> Field:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _kind(name: str, label: str, family: str, *rest: Any) -> Kind:
    *words, fields = rest
    own_dates, names, files, units, lifespan = map(tuple, words)
    return Kind(name, label, family, _StoredFields(fields), own_dates, names, files, units, lifespan)


def _field(name: str, field_type: str, *rest: Any) -> Field:
    is_list, meaning, headers, ref, values, labels = rest
    return Field(name, _TYPES[field_type], is_list, meaning, tuple(headers), ref, tuple(values), labels)
