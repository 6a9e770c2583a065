"""Letters with planted breaches of DB23/T 3649.10-2023, any number of rows, in bounded memory.

Writes ``letter.parquet`` and ``letter_supervision.parquet`` (the exports) into a folder, and ``truth.parquet`` (rule, id) beside it.
Whatever is not in the truth complies: also the decoys (identity numbers with a wrong checksum, numbers of 12 and 19 digits,
masked numbers, answers in the last second, letters from before the standard, blanks made of U+3000).
"""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
from benchmarks import identifiers
from benchmarks.chinese_text import Prose
from benchmarks.planting import (
    AS_OF,
    BLANK,
    BROKEN_CITATION,
    CHUNK,
    CITATION,
    CLOSING,
    CURT,
    DAY,
    ERA,
    EXPLANATION,
    GIVEN,
    GREETING,
    HANDLING,
    IN_FORCE,
    KINDS,
    LEAK,
    LEAKS,
    LONG,
    OFFICES,
    PACK,
    PERFUNCTORY,
    PHRASES,
    PUBLICATION,
    REASONS,
    REJECTION,
    REPLY_DATE,
    REPLY_TEXT,
    SCOPE_RULES,
    SCOPES,
    SECRECY,
    SURNAMES,
    UNCLEAR,
    URGED_WITHIN,
)
from benchmarks.workdays import FIRST, Days, Workdays, number
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Deal:
    """Which of several cases each row is."""

    names: tuple[str, ...]
    codes: NDArray[np.uint8]

    def __getitem__(self, name: str) -> Mask:
        """Tell for every row whether it is this case."""
        return np.equal(self.codes, self.names.index(name))

    def any_of(self, *names: str) -> Mask:
        """Tell for every row whether it is one of these cases."""
        return np.isin(self.codes, [self.names.index(name) for name in names])


def deal(rng: np.random.Generator, rows: int, shares: Mapping[str, float]) -> Deal:
    """Deal cases by their shares; the first takes what the others leave."""
    bounds = np.cumsum([1.0 - sum(shares.values()), *list(shares.values())[1:]])
    codes = np.minimum(np.searchsorted(bounds, rng.random(rows), side="right"), len(shares) - 1)
    return Deal(tuple(shares), codes.astype(np.uint8))


@dataclass
class Truth:
    """What must be found: (rule, id) pairs; rows that no edition judges never enter."""

    ids: pl.Series
    judged: Mask
    found: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rule: str, rows: Mask) -> None:
        """Note that these rows break a rule."""
        hits = self.ids.filter(pl.Series(rows & self.judged))
        self.found.append(pl.DataFrame({"rule": pl.repeat(f"{PACK}/{rule}", hits.len(), eager=True), "id": hits}))


@dataclass(frozen=True)
class Chunk:
    """Some letters, the supervision of late ones, and what must be found."""

    letters: pl.DataFrame
    supervision: pl.DataFrame
    truth: pl.DataFrame


def chunks(rows: int, seed: int) -> Iterator[Chunk]:
    """Give the letters in chunks of CHUNK rows; the same rows and seed give the same letters."""
    for start in range(0, rows, CHUNK):
        yield _Writer(np.random.default_rng([seed, start]), start, min(CHUNK, rows - start)).write()


class _Writer:
    """Writes one chunk: first what each letter is, then its columns."""

    def __init__(self, rng: np.random.Generator, start: int, rows: int) -> None:
        self.rng, self.rows = rng, rows
        self.prose = Prose(rng, PHRASES)
        self.ids = pl.Series("id", [f"L{serial:09d}" for serial in range(start, start + rows)])
        self.handling, self.era = deal(rng, rows, HANDLING), deal(rng, rows, ERA)
        self.truth = Truth(self.ids, self.era["in_force"])
        self.columns: dict[str, pl.Series] = {}

    def write(self) -> Chunk:
        self._classify()
        self._date()
        self._reject()
        self._reply()
        self._publish()
        letters = pl.DataFrame({"id": self.ids, **self.columns})
        return Chunk(letters, self._supervise(), pl.concat(self.truth.found))

    def _classify(self) -> None:
        rows, rng = self.rows, self.rng
        self.replied = self.handling["answered"] | (self.handling["complex"] & (rng.random(rows) < 0.5))
        self.publication = deal(rng, rows, PUBLICATION)
        self.secrecy = deal(rng, rows, SECRECY)
        self.published = self.handling["answered"] & ~self.publication["hidden"]
        self.text = deal(rng, rows, REPLY_TEXT)
        unknown = rng.random(rows) < 0.05
        accepted = pl.Series(~self.handling["rejected"])
        self.surely_accepted = ~self.handling["rejected"] & ~(self.handling.any_of("answered", "open") & unknown)
        self._put("accepted", accepted, self.surely_accepted | self.handling["rejected"])
        complex_known = self.handling["complex"] | (rng.random(rows) < 0.5)
        self._put("is_complex", pl.Series(self.handling["complex"]), complex_known)
        done = rng.random(rows) < 0.5
        status = np.select(
            [self.handling["rejected"], self.handling["answered"] & done, self.handling["answered"]],
            ["rejected", "closed", "replied"],
            "in_process",
        )
        self.columns["status"] = pl.Series(status)
        self.columns["channel"] = self._pick(("web", "app", "email", "new_media"))
        self.columns["title"] = self._title()
        self.columns["content"] = self._content()
        self.columns["author_name"] = self._pick(SURNAMES) + self._pick(GIVEN)
        self.columns["author_contact"] = identifiers.mobiles(rng, rows)

    def _date(self) -> None:
        rows, rng, handling = self.rows, self.rng, self.handling
        end = number(AS_OF)
        first = np.where(handling["open"], end - 40, number(IN_FORCE))
        last = np.where(handling["open"], end, end - 120)
        first = np.where(self.era["before"], number(date(2023, 3, 1)), np.where(self.era["after"], end + 1, first))
        last = np.where(self.era["before"], number(IN_FORCE) - 1, np.where(self.era["after"], end + 60, last))
        received = first + (rng.random(rows) * (last - first + 1)).astype(np.int64)
        due = Workdays().due(received, 5)
        self.received = received
        self.urgent = Workdays().due(received, URGED_WITHIN) <= end
        self.columns["received_at"] = _instant(received, rng.integers(0, DAY, rows))

        pace = deal(rng, rows, REPLY_DATE)
        late = pace.any_of("late", "late_by_a_moment")
        in_time = received + 1 + (rng.random(rows) * (due - received)).astype(np.int64)
        slow = due + 1 + np.minimum(rng.exponential(8.0, rows), 90.0).astype(np.int64)
        replied = np.select([pace["late"], pace["late_by_a_moment"], pace["last_second"]], [slow, due + 1, due], in_time)
        clock = np.select([pace["late_by_a_moment"], pace["last_second"]], [0, DAY - 1], rng.integers(0, DAY, rows))
        self.has_date = self.replied & ~(self.published & self.publication["no_date"])
        self.replied_day, self.replied_clock = replied, clock
        self._put("replied_at", _instant(replied, clock), self.has_date)

        answered, unanswered = handling["answered"], handling["open"] & (due < end)
        self.late = (answered & self.has_date & late) | (answered & ~self.has_date) | unanswered
        self.truth.add("5.3.3#2", self.late)

        decided = ~handling["rejected"] | (rng.random(rows) < 0.9)
        self._put("accept_decided_at", _instant(received, np.full(rows, DAY - 60)), decided)
        told, untold = handling["complex"], handling["complex"] & (rng.random(rows) < 0.1)
        self._put("interim_at", _instant(due, rng.integers(0, DAY, rows)), told)
        self._put("interim_reason", self._blanked(self._prose(10, 40), untold), told)
        self.truth.add("5.3.5#2", untold)

    def _reject(self) -> None:
        rows, rng, rejected = self.rows, self.rng, self.handling["rejected"]
        case = deal(rng, rows, REJECTION)
        reasons = np.array(REASONS)[rng.integers(0, len(REASONS), rows)]
        reasons[case["clear_enough"]] = "unclear"
        reasons[case["wrong_duplicate"]] = "in_process_or_closed"
        reasons[case["in_scope"]] = "out_of_scope"
        coded = rejected & ~case["no_code"]
        self._put("reject_code", pl.Series(reasons), coded)
        no_reason = rejected & case["no_reason"]
        self._put("reject_reason", self._blanked(self._prose(8, 40), no_reason), rejected)
        self.truth.add("5.3.2#1", no_reason | (rejected & case["no_code"]))

        scope = rng.integers(0, len(SCOPES), rows)
        outside = reasons == "out_of_scope"
        scoped = ~outside | case["in_scope"]
        self._put("scope_code", pl.Series(np.array(SCOPES)[scope]), scoped)
        for position, name in enumerate(SCOPES):
            broken = coded & outside & case["in_scope"] & (scope == position)
            for rule in SCOPE_RULES[name]:
                self.truth.add(rule, broken)

        clear = coded & case["clear_enough"]
        self.columns["content"] = self.columns["content"].zip_with(pl.Series(~clear), self._prose(20, 60) + UNCLEAR)
        self.truth.add("5.3.2b", clear)

        repeated = coded & (reasons == "in_process_or_closed")
        wrong = repeated & case["wrong_duplicate"]
        original = self._sample(self.surely_accepted).zip_with(pl.Series(~wrong), self._sample(rejected))
        self._put("duplicate_of", original, repeated)
        self.truth.add("5.3.2c", wrong)

    def _reply(self) -> None:
        text = self.text
        greeting = np.where(text["no_greeting"], "", GREETING)
        middle = np.select(
            [text["cites"], text["cites_badly"], text["explains"]], [CITATION, BROKEN_CITATION, EXPLANATION], ""
        )
        closing = np.where(text["no_greeting"], "", CLOSING)
        half = np.where(text["endless"], 1050, self.rng.integers(10, 135, self.rows))
        written = pl.Series(greeting) + self.prose.column(half) + self._number(1, 5000) + "元"
        written = written + pl.Series(middle) + self.prose.column(half) + pl.Series(closing)
        for name, formula in (("curt", CURT), ("perfunctory", PERFUNCTORY)):
            written = written.zip_with(pl.Series(~text[name]), pl.repeat(formula, self.rows, eager=True))
        self.reply = reply = written
        answer_lost = self.published & self.publication["no_answer"]
        office_lost = self.published & self.publication["no_office"]
        self._put("reply_content", self._blanked(reply, answer_lost), self.replied)
        self._put("reply_org", self._blanked(self._pick(OFFICES), office_lost), self.replied)
        constrained = text.any_of("explains", "does_not_explain")
        self._put("policy_constrained", pl.Series(constrained), constrained | (self.rng.random(self.rows) < 0.5))

        read = self.has_date & ~answer_lost
        self.truth.add("5.3.4#1", read & text.any_of("no_greeting", "curt", "endless"))
        self.truth.add("5.3.4#2", read & text["cites_badly"])
        self.truth.add("5.3.4#3", read & text["does_not_explain"])
        self.truth.add("5.3.4#4", read & text["perfunctory"])
        lost = answer_lost | office_lost | (self.replied & ~self.has_date)
        self.truth.add("5.3.3#1", self.handling["answered"] & self.surely_accepted & lost)

    def _publish(self) -> None:
        rows, rng, case, published = self.rows, self.rng, self.publication, self.published
        hidden = self.handling["answered"] & case["hidden"]
        shown = _instant(self.replied_day, np.full(rows, DAY + 3_600))
        self._put("published_at", shown, published)
        self._put("notified_author_at", shown, self.handling["answered"] & ~(hidden & self.secrecy["unfit_untold"]))

        unfit = published & case["unfit"]
        hidden_unfit = hidden & self.secrecy.any_of("unfit_told", "unfit_untold")
        self._put("publishable", pl.Series(~(unfit | hidden_unfit)), unfit | hidden_unfit | (rng.random(rows) < 0.8))
        self.truth.add("5.3.9#2", unfit)
        self.truth.add("5.3.9#1", hidden & self.secrecy["unfit_untold"])

        accused = (published & case["accusation"]) | (hidden & self.secrecy["accusation"])
        kinds = self._pick(KINDS).zip_with(pl.Series(~accused), pl.repeat("accusation", rows, eager=True))
        self._put("kind", kinds, accused | (rng.random(rows) < 0.97))
        self.truth.add("5.3.10#2", published & case["accusation"])

        against = published & case.any_of("against_wish", "against_wish_blank")
        unwilling = against | (published & case["by_rule"]) | (hidden & self.secrecy["unwilling"])
        self._put("author_wants_public", pl.Series(~unwilling), unwilling | (rng.random(rows) < 0.8))
        basis = self._blanked(pl.repeat("政府信息公开条例", rows, eager=True), case["against_wish_blank"])
        self._put("publish_basis", basis, published & case.any_of("by_rule", "against_wish_blank"))
        self.truth.add("5.3.8#1", against)

        no_title = published & case["no_title"]
        self.columns["title"] = self._blanked(self.columns["title"], no_title)
        self.truth.add("5.3.8#2", published & case.any_of("no_title", "no_office", "no_answer", "no_date"))
        self._put("published_text", self._published_text(), published)

    def _published_text(self) -> pl.Series:
        leak = deal(self.rng, self.rows, LEAK)
        shown = self.reply.zip_with(pl.Series(~self.publication["no_answer"]), pl.repeat("", self.rows, eager=True))
        tokens = pl.repeat("", self.rows, eager=True, dtype=pl.String)
        for name in leak.names[1:]:
            picked = np.flatnonzero(leak[name])
            tokens = tokens.scatter(picked, "编码" + self._token(name, picked) + "已登记。")
        self.truth.add("5.3.10#3", self.published & leak.any_of(*LEAKS))
        return "答复内容：" + shown + tokens

    def _token(self, name: str, picked: NDArray[np.int64]) -> pl.Series:
        rng, count = self.rng, len(picked)
        makers = {
            "resident_id": lambda: identifiers.resident_ids(rng, count, valid=True),
            "wide_resident_id": lambda: identifiers.full_width(identifiers.resident_ids(rng, count, valid=True)),
            "mobile": lambda: identifiers.mobiles(rng, count),
            "wide_mobile": lambda: identifiers.full_width(identifiers.mobiles(rng, count)),
            "bank_card": lambda: identifiers.bank_cards(rng, count, valid=True),
            "author": lambda: self.columns["author_name"][picked],
            "wrong_id": lambda: identifiers.resident_ids(rng, count, valid=False),
            "wrong_card": lambda: identifiers.bank_cards(rng, count, valid=False),
            "masked_mobile": lambda: identifiers.masked(identifiers.mobiles(rng, count), 3, 4),
            "masked_id": lambda: identifiers.masked(identifiers.resident_ids(rng, count, valid=True), 6, 4),
            "twelve_digits": lambda: identifiers.mobiles(rng, count) + self._number(0, 9)[:count],
            "id_and_digit": lambda: identifiers.one_digit_longer(identifiers.resident_ids(rng, count, valid=True)),
        }
        return makers[name]()

    def _supervise(self) -> pl.DataFrame:
        rng = self.rng
        urged = self.late & (rng.random(self.rows) < 0.7)
        self.truth.add("5.3.7", self.late & self.urgent & ~urged)
        rows = np.flatnonzero(urged | (~self.late & (rng.random(self.rows) < 0.01)))
        letters = self.ids[rows]
        return pl.DataFrame(
            {
                "id": "S" + letters,
                "letter_id": letters,
                "kind": self._pick(("reminder", "supervision", "circular"))[rows],
                "at": _instant(self.received[rows] + 9, np.full(len(rows), 36_000)),
            }
        )

    def _put(self, name: str, values: pl.Series, known: Mask) -> None:
        """Set a column; a row that is not known is empty."""
        self.columns[name] = values.zip_with(pl.Series(known), pl.repeat(None, self.rows, dtype=values.dtype, eager=True))

    def _blanked(self, values: pl.Series, rows: Mask) -> pl.Series:
        return values.zip_with(pl.Series(~rows), pl.repeat(BLANK, self.rows, eager=True))

    def _pick(self, choices: tuple[str, ...]) -> pl.Series:
        return pl.Series(choices)[self.rng.integers(0, len(choices), self.rows)]

    def _sample(self, rows: Mask) -> pl.Series:
        """Give for every row the id of some row among ``rows``."""
        return self.ids.filter(pl.Series(rows))[self.rng.integers(0, int(rows.sum()), self.rows)]

    def _number(self, low: int, high: int) -> pl.Series:
        return pl.Series(self.rng.integers(low, high + 1, self.rows)).cast(pl.String)

    def _prose(self, low: int, high: int) -> pl.Series:
        return self.prose.column(self.rng.integers(low, high + 1, self.rows))

    def _title(self) -> pl.Series:
        return "关于" + self._prose(6, 20)

    def _content(self) -> pl.Series:
        return self._prose(30, 180) + self._number(2, 999) + "元，" + self._prose(26, 210)


def _instant(days: Days, seconds: NDArray[np.int64]) -> pl.Series:
    """Turn days since FIRST and seconds of the day into instants."""
    midnights = np.datetime64(FIRST, "s") + days.astype("timedelta64[D]")
    return pl.Series((midnights + seconds.astype("timedelta64[s]")).astype("datetime64[us]"))


def write(folder: Path, rows: int, seed: int = 2023) -> None:
    """Write the exports into ``folder/export`` and what must be found into ``folder/truth.parquet``."""
    export = folder / "export"
    export.mkdir(parents=True, exist_ok=True)
    targets = {
        "letters": export / "letter.parquet",
        "supervision": export / "letter_supervision.parquet",
        "truth": folder / "truth.parquet",
    }
    writers: dict[str, pq.ParquetWriter] = {}
    for chunk in chunks(rows, seed):
        for name, path in targets.items():
            frame: pl.DataFrame = getattr(chunk, name)
            table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
            if name not in writers:
                plain = [column for column in frame.columns if column not in LONG]
                writers[name] = pq.ParquetWriter(
                    path, table.schema, compression="zstd", compression_level=3, use_dictionary=plain
                )
            writers[name].write_table(table, row_group_size=CHUNK)
    for writer in writers.values():
        writer.close()


def main() -> None:
    """Write letters into a folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2023)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.rows, arguments.seed)


if __name__ == "__main__":
    main()
