"""A loaded pack: the clauses of one document, each with its rules."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from types import MappingProxyType
from typing import Any

from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.editions import Edition, editions_of

EXAMPLE_VERDICTS = ("pass", "fail", "suspect", "pending", "undetermined", "out_of_scope")
MODALITIES = ("shall", "must_not", "should", "may", "info")
STATUSES = ("in_force", "draft")
UNCHECKED = ("attestation", "informative")  # kinds of check that no machine decides


@dataclass(frozen=True)
class Example:
    """Records and the verdict they must get.

    verdict: one of EXAMPLE_VERDICTS, the gravest that any judged record (or group) gets; for an example with a ``main``
    record it is that record's own. records: kind -> records, every field not given is empty; kinds that the rule reads and
    the example does not give are supplied and empty. as_of: the audit date, as written; None is EXAMPLE_AS_OF.
    """

    verdict: str
    records: Mapping[str, tuple[Mapping[str, Any], ...]]
    main: str | None  # the id of the record of the rule's kind that the verdict is about
    as_of: str | None
    where: str  # file:line:column


EXAMPLE_AS_OF = "2025-12-31"


@dataclass(frozen=True)
class Rule:
    """One obligation: a clause bound to a checker.

    params: what the pack wrote under ``with``, already found valid by the checker. Texts are Chinese.
    """

    pack: str
    clause: str
    part: str  # "" where the clause is one obligation
    requirement: str
    modality: str
    subject: str
    check: str
    params: Mapping[str, Any]
    workflow: str = "none"
    reading: str = ""
    examples: Sequence[Example] = ()
    where: str = ""  # file:line:column
    effective: date | None = None  # where it differs from the document's
    withdrawn: date | None = None

    @property
    def id(self) -> str:
        """Give ``PACK/CLAUSE`` or ``PACK/CLAUSE#PART``."""
        return f"{self.pack}/{self.ref}"

    @property
    def ref(self) -> str:
        """Give ``CLAUSE`` or ``CLAUSE#PART``, the name inside the document."""
        return f"{self.clause}#{self.part}" if self.part else self.clause

    @property
    def editions(self) -> "tuple[Edition, ...]":
        """Give the editions that its values by date make; one where it has none."""
        return editions_of(self.params)

    @property
    def is_machine_checked(self) -> bool:
        """Tell whether a checker judges records under it."""
        return self.check not in UNCHECKED


@dataclass(frozen=True)
class Reach:
    """Whom a rule judges: organisation levels and site kinds; an empty set means everybody."""

    levels: frozenset[str] = frozenset()
    site_kinds: frozenset[str] = frozenset()


EVERYBODY = Reach()


@dataclass(frozen=True)
class Pack:
    """One document, one edition, as rules."""

    id: str  # DB23T3649.10
    title: str
    title_en: str
    document: str  # the number as printed, e.g. DB23/T 3649.10-2023
    issuer: str
    published: date | None
    effective: date | None  # in force from; records dated before are out of scope
    withdrawn: date | None  # in force until the day before
    jurisdiction: str
    clauses: tuple[str, ...]  # every clause number of the document, in its order
    rules: tuple[Rule, ...]
    path: str
    digest: str  # sha256 of the file
    status: str = "in_force"  # or "draft": never applies unless it is asked for
    index: Mapping[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", MappingProxyType({rule.ref: rule for rule in self.rules}))
