"""What a record kind is made of, as plain values.

The pydantic models of this room are the declaration; ``Kind`` and ``FieldType`` are what every other room reads, so that an
audit never imports pydantic only to learn a column's type.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from dbcheck.lean_dataclass import dataclass


class FieldType(StrEnum):
    """The types of the data dictionary."""

    STR = "str"  # short text, normalised when it is read
    TEXT = "text"  # long text, kept as written
    HTML = "html"
    INT = "int"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"  # an instant in Asia/Shanghai, without a zone mark
    JSON = "json"
    ENUM = "enum"
    REF = "ref"  # the id (or a unique name) of a record of kind ``ref``


LONG_TYPES = frozenset({FieldType.TEXT, FieldType.HTML, FieldType.JSON})


@dataclass(frozen=True)
class Field:
    """One field of a kind: its type, meaning and the headers under which exports carry it."""

    name: str
    type: FieldType  # of an element, where ``is_list``
    is_list: bool
    meaning: str
    headers: tuple[str, ...]
    ref: str | None = None  # the kind a REF points at
    values: tuple[str, ...] = ()  # the members of an ENUM
    labels: Mapping[str, str] = field(default_factory=dict)  # what exports write -> the value; of a BOOL: true or false


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    own_dates: the fields that date a record, the first filled one wins: it picks the edition that judges the record. A kind
    without any is a standing fact (an organisation, a column) and is always judged.
    lifespan: the fields that tell from which day on, and until which, what a record stands for existed (a site from its opening on).
    names: the fields besides ``id`` by which other records refer to one of this kind, when the name is unique.
    units: paths to whom a record belongs, the surest first: the organisation that answers for it, then its site or account.
    files: words that, found in a file's name, say that it holds this kind.
    """

    name: str
    label: str
    family: str
    fields: Mapping[str, Field]
    own_dates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lifespan: tuple[str, ...] = ()

    @property
    def key(self) -> str | None:
        """The field that names a record, or None where records are named by path and row."""
        return "id" if "id" in self.fields else None
