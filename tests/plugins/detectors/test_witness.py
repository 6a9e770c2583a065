from dataclasses import dataclass, field

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import NO_TERMS, Detector, Hit, Terms
from dbcheck.plugins.detectors.witness import Witness


@dataclass
class Finder:
    """Finds the second text in the first, and keeps what it was asked."""

    asked: list[str] = field(default_factory=list)

    def find(self, text: str, compare: str | None, terms: Terms) -> list[Hit]:
        self.asked.append(text)
        at = text.find(compare) if compare else -1
        return [Hit("word", at, at + len(compare or ""))] if at >= 0 else []


def witness_of(finder: Finder) -> Witness:
    nothing = Message("", "")
    return Witness(Detector("words", finder.find, lambda *_: (), {"word": nothing}, nothing), NO_TERMS)


def texts(*rows: tuple[str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"text": pl.String, "compare": pl.String}, orient="row")


def evidence(witness: Witness, rows: pl.DataFrame) -> list[tuple[object, ...]]:
    names = ("found", "at", "quote")
    return rows.select(witness.says(name, pl.col("text"), pl.col("compare")) for name in names).rows()


def test_equal_texts_are_searched_once_and_what_fired_is_not_searched_again_for_evidence() -> None:
    finder, rows = Finder(), texts(("甲乙", "乙"), ("甲乙", "乙"), ("丙", "乙"), ("乙", "乙"))
    witness = witness_of(finder)
    assert witness.fires(rows).to_list() == [True, True, False, True]
    assert evidence(witness, rows[[0, 1, 3]]) == [("word", 2, "甲乙"), ("word", 2, "甲乙"), ("word", 1, "乙")]
    assert sorted(finder.asked) == ["丙", "乙", "甲乙"]


def test_evidence_is_of_the_texts_asked_about_whatever_was_judged_in_between() -> None:
    witness = witness_of(Finder())
    batches = [texts((f"{'甲' * number}乙", "乙")) for number in range(20)]
    for batch in batches:
        assert witness.fires(batch).to_list() == [True]
    assert [evidence(witness, batch)[0][1] for batch in batches] == list(range(1, 21))


def test_texts_that_hold_nothing_or_are_missing_have_no_evidence() -> None:
    assert evidence(witness_of(Finder()), texts(("丙", "乙"), (None, "乙"), ("丙", None))) == [(None, None, None)] * 3
