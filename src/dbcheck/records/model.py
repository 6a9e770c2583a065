"""The base of all record models, and the marks their fields carry."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField


@dataclass(frozen=True, slots=True)
class Ref:
    """The field holds the id (or a unique name) of a record of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Form:
    """The field's text is of this form: text, html or json."""

    name: str


Text = Annotated[str, Form("text")]
Html = Annotated[str, Form("html")]
Json = Annotated[str, Form("json")]


class Record(BaseModel):
    """What a platform says about one thing; an empty field is unknown, never false."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind_name: ClassVar[str]
    label: ClassVar[str]
    units: ClassVar[tuple[str, ...]] = ()
    own_dates: ClassVar[tuple[str, ...]] = ()
    lifespan: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[tuple[str, ...]] = ()
    files: ClassVar[tuple[str, ...]] = ()


def spelled(**spellings: str) -> dict[str, str]:
    """Give label -> value for a field, from value -> what exports write for it, parted by spaces.

    The first spelling of a value is the one that templates and reports show. A value that is a word of Python takes a trailing
    underscore (``return_``). A spelling of two values raises ValueError: which of them it means is not for us to guess.
    """
    labels: dict[str, str] = {}
    for value, words in spellings.items():
        for word in words.split():
            if labels.setdefault(word, value.rstrip("_")) != value.rstrip("_"):
                raise ValueError(f"{word} is said of {labels[word]} and of {value}")
    return labels


def column(meaning: str, *headers: str, labels: dict[str, str] | None = None) -> Any:
    """Declare a record field.

    meaning: what it says, in Chinese. headers: the names under which exports carry it.
    labels: for an enum or a bool, what exports write -> the value.
    """
    return PydanticField(
        default=None, description=meaning, json_schema_extra={"headers": list(headers), "labels": dict(labels or {})}
    )
