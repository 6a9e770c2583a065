"""The geometry of pictures: bars with their places, worked out here so that a template only writes them down."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from dbcheck.figures import Spread
from dbcheck.findings import Severity
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.run_view import MonthView

WIDTH, HEIGHT = 480, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 38, 26
MOST_BINS = 32
SHOWN_MONTHS = 24
STACK = (Severity.VIOLATION, Severity.ADVISORY, Severity.SUSPICION, Severity.NONE)


@dataclass(frozen=True)
class Bar:
    """One bar: its place in the picture, its class, and what it stands for; ``label`` is written under it where there is room."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    title: str
    label: str = ""

    @property
    def middle(self) -> float:
        """Give where its label is centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Tick:
    """A line across the picture at a round number."""

    y: float
    text: str


@dataclass(frozen=True)
class Picture:
    """Bars over an axis. line: where the limit stands, between two bars. rows: the same as a table."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[tuple[str, ...], ...]
    line: float | None = None
    labels: tuple[tuple[float, str, str], ...] = ()


def histogram(spread: Spread) -> Picture:
    """Draw how many records took how long: one bar for each unit, or for several where there are many; the limit ends a bar."""
    low = min(0, min((value for value, _ in spread.taken), default=0))
    high = max([spread.limit + 1, *(value for value, _ in spread.taken)])
    step = _step(high - low + 1)
    first = _bin(low, spread.limit, step)
    bins = _bin(high, spread.limit, step) - first + 1
    amounts = [0] * bins
    for value, amount in spread.taken:
        amounts[_bin(value, spread.limit, step) - first] += amount
    names = [_range(number + first, spread.limit, step, low) for number in range(bins)]
    if spread.longer:
        amounts.append(spread.longer)
        names.append(f">{spread.limit + (bins - 1 + first) * step}")
    tones = ["late" if number + first > 0 else "good" for number in range(len(amounts))]
    bars, ticks = _bars(amounts, names, tones)
    slot = (WIDTH - LEFT - RIGHT) / len(amounts)
    line = round(LEFT + slot * (1 - first), 1)
    rows = tuple((name, f"{amount:,}") for name, amount in zip(names, amounts, strict=True) if amount)
    return Picture(bars, ticks, rows, line, _spaced(bars, names))


def _step(span: int) -> int:
    """Give how many units a bar spans, so that there are at most about MOST_BINS."""
    return next(step for step in _round_numbers() if span / step <= MOST_BINS)


def _round_numbers() -> Iterator[int]:
    """Give 1, 2, 5, 10, 20, 50 and so on."""
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def _bin(value: int, limit: int, step: int) -> int:
    """Number the bars so that 0 is the last within the limit."""
    return -((limit - value) // step)


def _range(number: int, limit: int, step: int, low: int) -> str:
    """Name what a bar spans; nothing is below ``low``."""
    last = limit + number * step
    first = max(last - step + 1, low)
    return str(last) if first >= last else f"{first}–{last}"


def monthly(months: Sequence[MonthView]) -> Picture:
    """Draw the findings of each month as stacked bars, the gravest at the bottom."""
    shown = months[-SHOWN_MONTHS:]
    peak = max([1, *(sum(view.counts.values()) for view in shown)])
    slot, bars = (WIDTH - LEFT - RIGHT) / max(len(shown), 1), []
    for number, view in enumerate(shown):
        bars += _stack(view.counts, LEFT + number * slot + slot * 0.14, slot * 0.72, peak, view.month)
    labels = _spaced_at([(LEFT + (number + 0.5) * slot, view.month) for number, view in enumerate(shown)], 56)
    rows = tuple(
        (view.month, f"{view.records:,}" if view.records else "", *(f"{view.counts.get(s, 0):,}" for s in STACK[:3]))
        for view in shown
    )
    return Picture(tuple(bars), _ticks(peak), rows, None, labels)


def records(months: Sequence[MonthView]) -> Picture:
    """Draw the records of each month."""
    shown = months[-SHOWN_MONTHS:]
    amounts = [view.records for view in shown]
    names = [view.month for view in shown]
    bars, ticks = _bars(amounts, names, ["plain"] * len(amounts))
    labels = _spaced_at([(bar.middle, name) for bar, name in zip(bars, names, strict=True)], 56)
    return Picture(bars, ticks, (), None, labels)


def parts(counts: Mapping[str, int], whole: int | None = None) -> tuple[tuple[str, float, float, int], ...]:
    """Lay counts out side by side, so that ``whole`` (their sum) takes 100: name, place, width, count; what is zero is left out."""
    total, at, laid = whole or sum(counts.values()), 0.0, []
    for name, amount in counts.items():
        if amount:
            width = 100 * amount / total
            laid.append((name, round(at, 2), round(width, 2), amount))
            at += width
    return tuple(laid)


def _bars(amounts: Sequence[int], names: Sequence[str], tones: Sequence[str]) -> tuple[tuple[Bar, ...], tuple[Tick, ...]]:
    peak = max([1, *amounts])
    slot = (WIDTH - LEFT - RIGHT) / max(len(amounts), 1)
    bars = []
    for number, (amount, name, tone) in enumerate(zip(amounts, names, tones, strict=True)):
        height = _height(amount, peak)
        label = f"{amount:,}" if amount and slot >= 8 * len(f"{amount:,}") else ""
        place = (round(LEFT + number * slot + slot * 0.1, 1), round(HEIGHT - BOTTOM - height, 1), round(slot * 0.8, 1))
        bars.append(Bar(*place, height, tone, f"{name}: {amount:,}", label))
    return tuple(bars), _ticks(peak)


def _stack(counts: Mapping[Severity, int], x: float, width: float, peak: int, name: str) -> list[Bar]:
    bars, top = [], float(HEIGHT - BOTTOM)
    for severity in STACK:
        amount = counts.get(severity, 0)
        if amount:
            height = _height(amount, peak)
            top -= height
            bars.append(Bar(round(x, 1), round(top, 1), round(width, 1), height, str(severity), f"{name}: {amount:,}"))
    return bars


def _height(amount: int, peak: int) -> float:
    """Give the height of a bar; the smallest that is not zero stays visible."""
    return round(max((HEIGHT - TOP - BOTTOM) * amount / peak, 1.5 if amount else 0), 1)


def _ticks(peak: int) -> tuple[Tick, ...]:
    """Give two to four lines at round numbers."""
    step = next(step for step in _round_numbers() if peak / step <= 4)
    return tuple(
        Tick(round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / peak, 1), f"{value:,}")
        for value in range(0, peak + 1, step)
    )


def _spaced(bars: Sequence[Bar], names: Sequence[str]) -> tuple[tuple[float, str, str], ...]:
    widest = max(map(len, names), default=1)
    return _spaced_at([(bar.middle, name) for bar, name in zip(bars, names, strict=True)], 8 * widest + 4)


def _spaced_at(places: Sequence[tuple[float, str]], room: float) -> tuple[tuple[float, str, str], ...]:
    """Keep so many labels that none touches the next, with what anchors them; none leaves the picture."""
    kept: list[tuple[float, str, str]] = []
    for x, text in places:
        is_last = x + room / 2 > WIDTH
        left = x - room / 2 if is_last else x
        if not kept or left - kept[-1][0] >= room:
            kept.append((WIDTH - 1, text, "end") if is_last else (round(x, 1), text, "middle"))
    return tuple(kept)
