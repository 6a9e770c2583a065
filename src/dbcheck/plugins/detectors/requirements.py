"""What a page must have, and whether its snapshots show it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from dbcheck.findings import Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.detectors.page import PageView
from dbcheck.plugins.detectors.snapshots import Snapshot
from dbcheck.plugins.detectors.web_address import same_page
from dbcheck.plugins.detectors.written import Pattern, squeeze

ENOUGH = 3  # fetches without an answer before a page counts as down
_PLACE = Pattern(r"\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\}")
_NOTHING = r"[^\s\S]"


@dataclass(frozen=True)
class Template:
    """A pattern in which ``{field}`` and ``{path.to.field}`` stand for values of the record."""

    written: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the field paths, in their order."""
        return tuple(dict.fromkeys(_PLACE.compiled.findall(self.written)))

    @property
    def sample(self) -> str:
        """Give the pattern as it is for some value, to be looked at for mistakes."""
        return _PLACE.compiled.sub("x", self.written)

    def fill(self, values: Mapping[str, str | None]) -> "re.Pattern[str]":
        """Put the record's values in, as literals; an address stands for every spelling of it, an empty value matches nothing."""
        return re.compile(_PLACE.compiled.sub(lambda place: _literal(values[place[1]]), self.written))


def _literal(value: str | None) -> str:
    if value is None or not value.strip():
        return _NOTHING
    address = same_page(value) if re.match("https?://|//", value.strip()) else None
    return re.escape(address or squeeze(unicodedata.normalize("NFKC", value)))


@dataclass(frozen=True)
class Demand:
    """One item of ``require``: status, text, link or element, and what it asks for."""

    name: str
    wanted: str | int

    @cached_property
    def template(self) -> Template:
        """Give the pattern, empty where the item is no pattern."""
        return Template(str(self.wanted) if self.name in ("text", "link") else "")

    def is_met(self, view: PageView | None, values: Mapping[str, str | None]) -> bool | None:
        """Tell whether a page shows it; None where the snapshot cannot tell."""
        if view is None:
            return None
        if self.name == "element":
            seen, is_known = self._has_element(view), view.is_whole and view.elements is not None
        else:
            pattern = self.template.fill(values)
            seen = view.says(pattern) if self.name == "text" else view.leads(pattern)
            is_known = view.is_whole and all(values[path] for path in self.template.paths)
            is_known = is_known and (self.name == "text" or view.elements is not None or bool(view.links))
        return True if seen else False if is_known else None

    def _has_element(self, view: PageView) -> bool:
        return view.elements is not None and self.wanted in view.elements


@dataclass(frozen=True)
class Judgement:
    """What the snapshots of one page say; ``verdict`` is None where they cannot tell."""

    verdict: Verdict | None
    snapshots: int
    lacking: str
    statuses: str


def judge(demands: Sequence[Demand], snapshots: Sequence[Snapshot], values: Mapping[str, str | None]) -> Judgement:
    """Judge one page: an item is there when one snapshot shows it, lacking when every snapshot that answered lacks it."""
    answered = [snapshot for snapshot in snapshots if snapshot.has_answered]
    shown = [demand for demand in demands if demand.name != "status"]
    seen = [_any(demand.is_met(snapshot.view, values) for snapshot in answered) for demand in shown]
    lacking = [demand for demand, truth in zip(shown, seen, strict=True) if truth is False and answered]
    opened = [_has_opened(demand, snapshots) for demand in demands if demand.name == "status"]
    is_down = False in opened or (not answered and any(snapshot.status is not None for snapshot in snapshots))
    if lacking:
        verdict: Verdict | None = Verdict.FAIL
    elif is_down:
        verdict = Verdict.FAIL if len(snapshots) >= ENOUGH else Verdict.SUSPECT
    else:
        verdict = None if not answered or None in seen or None in opened else Verdict.PASS
    return Judgement(
        verdict,
        len(snapshots),
        "; ".join(f"{demand.name} {_filled(demand, values)}" for demand in lacking),
        ", ".join("?" if snapshot.status is None else str(snapshot.status) for snapshot in snapshots),
    )


def _has_opened(demand: Demand, snapshots: Sequence[Snapshot]) -> bool | None:
    return _any(None if snapshot.status is None else snapshot.status == demand.wanted for snapshot in snapshots)


def _any(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    return True if True in found else None if None in found else False


def _filled(demand: Demand, values: Mapping[str, str | None]) -> str:
    return _PLACE.compiled.sub(lambda place: values[place[1]] or "", str(demand.wanted))
