"""The formulas of scorecard.xlsx: for every line, and for the sums below the lines of a subject, with the values that they must give.

They reckon on the numbers in the sheet of numbers, so that whoever changes one there sees what comes of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # it ships no types

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.scorecard_keys import THREE_PART
from dbcheck.scores import Score, ScoreLine, ScoreReport, Standing

EVERYTHING = 10**6  # occurrences that stand for any number
SECTION, ITEM, WHAT, EACH, CAP, FOUND, MORE, LOW, HIGH = 2, 3, 5, 6, 7, 9, 10, 11, 12  # columns that formulas name
IN_LOW, WON_LOW, IN_HIGH, WON_HIGH = 19, 20, 21, 22
NONE = Fraction(0)
COUNTED = {
    LOW: (IN_LOW, WON_LOW, (Standing.KEPT, Standing.LOST, Standing.OPEN), (Standing.KEPT,)),
    HIGH: (
        IN_HIGH,
        WON_HIGH,
        (Standing.KEPT, Standing.LOST, Standing.OPEN, Standing.UNSEEN),
        (Standing.KEPT, Standing.OPEN, Standing.UNSEEN),
    ),
}
Cells = Mapping[int, tuple[str, Fraction]]  # column -> formula (empty: a plain number) and value


@dataclass(frozen=True)
class Reckoned:
    """One row: what it says (a line says it elsewhere), and its cells."""

    cells: Cells
    said: Message = Message("", "")


@dataclass(frozen=True)
class Sums:
    """The cells of every line of a subject, and the rows below them; the last row is the score."""

    lines: tuple[Reckoned, ...]
    rows: tuple[Reckoned, ...]


def exact(text: str) -> Fraction | None:
    """Read a number of the scorecard; None for a word."""
    try:
        return Fraction(text)
    except ValueError:
        return None


def sums_of(report: ScoreReport, score: Score, first: int, cells: Mapping[str, str]) -> Sums:
    """Give the formulas for a subject whose lines begin in a row. cells: where the numbers of the scorecard stand, by name."""
    if report.model == THREE_PART:
        numbers = {value.name: number for value in report.values if (number := exact(value.value)) is not None}
        return _ThreePart(score, first, cells, numbers).sums()
    return Sums(
        tuple(_share_line(report.model, score, first, at) for at in range(len(score.lines))),
        _share_rows(report.model, score, first),
    )


def _at(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


def _range(first: int, last: int, column: int) -> str:
    return f"{_at(first, column)}:{_at(last, column)}"


# -- three parts ------------------------------------------------------------------------------------------------------------


@dataclass
class _ThreePart:
    score: Score
    first: int
    cells: Mapping[str, str]
    numbers: Mapping[str, Fraction]
    rows: list[Reckoned] = field(default_factory=list)

    def sums(self) -> Sums:
        """Give the cells of the lines and the rows below."""
        lines = tuple(self._line(line, self.first + at) for at, line in enumerate(self.score.lines))
        vetoes = [at for at, line in enumerate(self.score.lines) if line.part == "veto"]
        if self.score.low is not None and self.score.high is not None:
            after = self._deducted(self._sections(self._items()))
            bonus = self._bonus(after)
            vetoed = self._vetoed(vetoes)
            self._last(after, bonus, vetoed)
        return Sums(lines, tuple(self.rows))

    @property
    def here(self) -> int:
        """Give the row that comes next."""
        return self.first + len(self.score.lines) + len(self.rows)

    def number(self, name: str) -> str:
        """Give where a number of the scorecard stands."""
        return self.cells[name]

    def value(self, row: int, column: int) -> Fraction:
        """Give the value of a cell in one of the rows so far."""
        return self.rows[row - self.first - len(self.score.lines)].cells[column][1]

    def add(self, zh: str, en: str, cells: Cells) -> int:
        """Add a row and give its number."""
        self.rows.append(Reckoned(cells, Message(zh, en)))
        return self.here - 1

    def _line(self, line: ScoreLine, row: int) -> Reckoned:
        found, more = _at(row, FOUND), _at(row, MORE)
        if line.part == "veto":
            met = [line.maybe is None or line.found + line.maybe >= line.at_least, line.found >= line.at_least]
            low, high = f"IF({found}+{more}>={_at(row, EACH)},1,0)", f"IF({found}>={_at(row, EACH)},1,0)"
            each = (self.number(f"{line.id}.at_least"), Fraction(line.at_least))
            return Reckoned({EACH: each, LOW: (low, Fraction(met[0])), HIGH: (high, Fraction(met[1]))})
        if line.part == "bonus":
            each = (self.number(f"{line.id}.each"), line.cap)
            return Reckoned({EACH: each, LOW: ("", line.lost), HIGH: ("", line.lost + line.at_risk)})
        cap = (self.cells.get(f"{line.id}.cap") or self.number(line.item), line.cap)
        each = (self.cells.get(f"{line.id}.each") or _at(row, CAP), line.cap if line.each is None else line.each)
        costs = (_raw(line, None if line.maybe is None else line.found + line.maybe), _raw(line, line.found))
        low = f"MIN({_at(row, CAP)},{_at(row, EACH)}*({found}+{more}))"
        high = f"MIN({_at(row, CAP)},{_at(row, EACH)}*{found})"
        return Reckoned({EACH: each, CAP: cap, LOW: (low, costs[0]), HIGH: (high, costs[1])})

    def _items(self) -> dict[str, list[int]]:
        """Add a row for each item: its lines together, at most its points. Gives the rows of each section."""
        stands: dict[tuple[str, str], list[int]] = {}
        for at, line in enumerate(self.score.lines):
            if line.part == "deductions":
                stands.setdefault((line.section, line.item), []).append(at)
        sections: dict[str, list[int]] = {}
        for (section, item), places in stands.items():
            row, lines = self.here, [self.score.lines[at] for at in places]
            lost = sum((line.lost for line in lines), NONE)
            values = {LOW: lost + sum((line.at_risk for line in lines), NONE), HIGH: lost}
            first, last = self.first + places[0], self.first + places[-1]
            cells = {EACH: (self.number(item), lines[0].item_points or NONE)}
            cells |= {c: (f"MIN({_at(row, EACH)},SUM({_range(first, last, c)}))", values[c]) for c in (LOW, HIGH)}
            sections.setdefault(section, []).append(self.add(f"小计 {section} {item}", f"item {section} {item}", cells))
        return sections

    def _sections(self, items: Mapping[str, Sequence[int]]) -> list[int]:
        """Add a row for each section: its items together, or nothing where it does not apply. Gives the rows."""
        rows: list[int] = []
        for part in self.score.sections:
            inside, cells = items[part.id], {EACH: (self.number(part.id), part.points)}
            for column, flag in ((LOW, int(part.in_low)), (HIGH, int(part.in_high))):
                total = flag * sum((self.value(row, column) for row in inside), NONE)
                cells[column] = (f"{flag}*SUM({_range(inside[0], inside[-1], column)})", total)
            rows.append(self.add(f"部分 {part.title}", f"section {part.title}", cells))
        return rows

    def _deducted(self, sections: Sequence[int]) -> int:
        """Add what applies, what is deducted, and the score after it. Gives the row of the last."""
        total, whole = self.numbers["deductions.total"], self.number("deductions.total")
        points: dict[int, tuple[str, Fraction]] = {}
        lost: dict[int, tuple[str, Fraction]] = {}
        after: dict[int, tuple[str, Fraction]] = {}
        row = self.here
        for column, side in ((LOW, "in_low"), (HIGH, "in_high")):
            flags = [int(getattr(part, side)) for part in self.score.sections]
            summed = "+".join(f"{flag}*{_at(at, EACH)}" for flag, at in zip(flags, sections, strict=True))
            held = sum((flag * part.points for flag, part in zip(flags, self.score.sections, strict=True)), NONE)
            gone = sum((self.value(at, column) for at in sections), NONE)
            points[column] = (summed, held)
            lost[column] = (f"SUM({_range(sections[0], sections[-1], column)})", gone)
            of, less = _at(row, column), _at(row + 1, column)
            after[column] = (
                f"IF({of}=0,{whole},({of}-{less})*{whole}/{of})",
                (held - gone) * total / held if held else total,
            )
        self.add("适用部分的分值", "points that apply", points)
        self.add("扣分合计", "deducted", lost)
        return self.add("扣分后(按满分折算)", "after deduction (scaled to the total)", after)

    def _bonus(self, after: int) -> int | None:
        places = [at for at, line in enumerate(self.score.lines) if line.part == "bonus"]
        if not places:
            return None
        lines = [self.score.lines[at] for at in places]
        cells: dict[int, tuple[str, Fraction]] = {}
        for column, more in ((LOW, 0), (HIGH, 1)):
            earned = sum((line.lost + more * line.at_risk for line in lines), NONE)
            open_ = self.value(after, column) > self.numbers["bonus.above"]
            summed = f"SUM({_range(self.first + places[0], self.first + places[-1], column)})"
            formula = f"IF({_at(after, column)}>{self.number('bonus.above')},MIN({self.number('bonus.cap')},{summed}),0)"
            cells[column] = (formula, min(earned, self.numbers["bonus.cap"]) if open_ else NONE)
        return self.add("加分", "bonus", cells)

    def _vetoed(self, places: Sequence[int]) -> int | None:
        if not places:
            return None
        ranges = {column: _range(self.first + places[0], self.first + places[-1], column) for column in (LOW, HIGH)}
        met = {LOW: len(self.score.vetoed) + len(self.score.may_be_vetoed), HIGH: len(self.score.vetoed)}
        return self.add("单项否决条数", "vetoes met", {c: (f"SUM({ranges[c]})", Fraction(met[c])) for c in (LOW, HIGH)})

    def _last(self, after: int, bonus: int | None, vetoed: int | None) -> None:
        assert self.score.low is not None
        assert self.score.high is not None
        cells = {}
        for column, bound in ((LOW, self.score.low), (HIGH, self.score.high)):
            points = _at(after, column) + (f"+{_at(bonus, column)}" if bonus is not None else "")
            formula = points
            if vetoed is not None:
                formula = f"IF({_at(vetoed, column)}>0,MIN({self.number('veto.score')},{points}),{points})"
            cells[column] = (formula, bound.value)
        self.add("得分", "score", cells)


def _raw(line: ScoreLine, occurrences: int | None) -> Fraction:
    """Give what a line costs before the cap of its item."""
    each = line.cap if line.each is None else line.each
    return line.cap if occurrences is None and each else min(line.cap, each * (occurrences or 0))


# -- shares -----------------------------------------------------------------------------------------------------------------


def _flags(line: ScoreLine) -> dict[int, tuple[str, Fraction]]:
    flags: dict[int, tuple[str, Fraction]] = {}
    for counted, won, takes_part, wins in COUNTED.values():
        flags[counted] = ("", Fraction(line.standing in takes_part))
        flags[won] = ("", Fraction(line.standing in wins))
    return flags


def _share_line(model: str, score: Score, first: int, at: int) -> Reckoned:
    """Give what one line could bring and does not, in either bound."""
    line, row, last = score.lines[at], first + at, first + len(score.lines) - 1
    cells = {EACH: ("", line.weight), CAP: ("", line.cap), **_flags(line)}
    for column, value in ((LOW, line.lost_low), (HIGH, line.lost)):
        counted, won = COUNTED[column][:2]
        gone = f"{_at(row, counted)}*(1-{_at(row, won)})*{_at(row, EACH)}"
        weights, flags = _range(first, last, EACH), _range(first, last, counted)
        formula = {
            "weighted-share": f"100*{gone}/SUMPRODUCT({weights},{flags})",
            "xccdf-flat": gone,
        }.get(model, "")
        is_possible = any(_flags(each)[counted][1] for each in score.lines)
        cells[column] = (formula if is_possible else "", value)
    return Reckoned(cells)


def _share_rows(model: str, score: Score, first: int) -> tuple[Reckoned, ...]:
    """Give the most that there was, what was lost, and the score."""
    if score.low is None or score.high is None:
        return ()
    last, row = first + len(score.lines) - 1, first + len(score.lines)
    of: dict[int, tuple[str, Fraction]] = {}
    lost: dict[int, tuple[str, Fraction]] = {}
    result: dict[int, tuple[str, Fraction]] = {}
    for column, bound in ((LOW, score.low), (HIGH, score.high)):
        weights, flags = _range(first, last, EACH), _range(first, last, COUNTED[column][0])
        of[column] = (f"SUMPRODUCT({weights},{flags})" if model == "xccdf-flat" else "", bound.of)
        lost[column] = (f"SUM({_range(first, last, column)})", bound.of - bound.value)
        result[column] = (f"{_at(row, column)}-{_at(row + 1, column)}", bound.value)
    said = (Message("满分", "the most that there was"), Message("失分合计", "lost"), Message("得分", "score"))
    return tuple(Reckoned(cells, each) for cells, each in zip((of, lost, result), said, strict=True))
