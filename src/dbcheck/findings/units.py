"""Whom records belong to: organisations, sites and accounts."""

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from dbcheck.lean_dataclass import dataclass

UNIT_KINDS = ("organization", "site", "new_media_account")  # what records belong to


@dataclass(frozen=True)
class UnitName:
    """What an organisation, site or account is called; the key itself where no record says."""

    kind: str | None
    key: str
    name: str
    code: str = ""  # of a site: its official code (网站标识码)


class UnitNames(Protocol):
    """The names of units, looked up when a report asks for them."""

    def name_of(self, kind: str | None, key: str) -> UnitName:
        """Give what a unit is called."""


@dataclass(frozen=True)
class ListedUnits:
    """UnitNames out of a table by kind and key; a unit that is not there is called by its key."""

    units: Mapping[tuple[str | None, str], UnitName] = field(default_factory=dict)

    def name_of(self, kind: str | None, key: str) -> UnitName:
        """Give what a unit is called."""
        return self.units.get((kind, key)) or UnitName(kind, key, key)


@dataclass(frozen=True)
class Unit:
    """An organisation, site or account that records can belong to, as far as the export describes it.

    org: of a site or account, the key of its organisation.
    """

    kind: str
    id: str
    name: str = ""
    org: str = ""
    region: str = ""
    level: str = ""
    type: str = ""  # organization.kind, site.kind or new_media_account.platform
    status: str = ""
    serves_public: bool | None = None
    code: str = ""
