"""The snapshots of web pages, by the page that they show."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.detectors.page import PageView, read_page
from dbcheck.plugins.detectors.web_address import same_page


@dataclass(frozen=True)
class Snapshot:
    """One fetch of a page; its source is parsed when somebody looks."""

    row: Mapping[str, Any]

    @property
    def status(self) -> int | None:
        """Give the HTTP status, None where it was not kept."""
        status: int | None = self.row["http_status"]
        return status

    @cached_property
    def view(self) -> PageView | None:
        """Give what the page shows, None where nothing of it was kept."""
        return read_page(self.row["html"], self.row["text"], self.row["links"], self.row["url"] or "")

    @property
    def has_answered(self) -> bool:
        """Tell whether the page itself was served: no error status, and where no status was kept, some content."""
        return self.status < 400 if self.status is not None else self.view is not None


@dataclass(frozen=True)
class Snapshots:
    """All snapshots, by key: the address as ``same_page``, or the site, when pages of one type are meant."""

    by_key: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    are_of_sites: bool = False

    @classmethod
    def of(cls, pages: pl.DataFrame, *, page_type: str | None) -> "Snapshots":
        """Arrange the frame of all pages; with ``page_type`` by site, and only pages of that type."""
        found: defaultdict[str, list[Snapshot]] = defaultdict(list)
        wanted = pages if page_type is None else pages.filter(pl.col("page_type") == page_type)
        for row in wanted.iter_rows(named=True):
            key = row["site_id"] if page_type is not None else same_page(row["url"] or "")
            if key is not None:
                found[key].append(Snapshot(row))
        return cls({key: tuple(snapshots) for key, snapshots in found.items()}, page_type is not None)

    def of_page(self, address: str) -> tuple[Snapshot, ...]:
        """Give the snapshots of a page, by its address, or by its site's key."""
        key = address if self.are_of_sites else same_page(address)
        return self.by_key.get(key, ()) if key is not None else ()
