"""Promise 5: record order, file split, batch size and thread count never change a verdict, a count or a finding."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dbcheck.calendars import load_calendar
from dbcheck.engine import run
from dbcheck.engine.binder import World
from dbcheck.engine.plan import Job
from dbcheck.engine.run import Judgement, judge_jobs
from dbcheck.findings import Outcome
from dbcheck.pipeline import Audit, audit
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from oracle.frames import to_tables
from oracle.strategies import Situation, situations
from oracle.world import EMPTY, filled
from oracle.world import World as Written
from promises.packs_and_rules import loaded
from promises.tables_in_parts import rearranged

PACK = loaded("DB23T3649.10")
CALENDAR = load_calendar()
EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
# One rule for each way to plan: fields, limits, other rules, references both ways, groups with and without a universe, text, pages.
RULES = (
    "4.2a#1",
    "4.2a#5",
    "4.3#4",
    "4.4a",
    "5.1.4#2",
    "5.2.2#2",
    "5.2.3#2",
    "5.2.6#4",
    "5.3.1#1",
    "5.3.2c",
    "5.3.3#2",
    "5.3.4#1",
    "5.3.7",
    "5.3.8#1",
    "5.4.1#2",
)


@pytest.fixture(autouse=True)
def _pool_for_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the thread pool and merge partial aggregates also where so few records are not worth it."""
    monkeypatch.setattr(run, "BATCH_ROWS", 0)
    monkeypatch.setattr(run, "MERGE_AFTER", 1)


def told(outcome: Outcome) -> object:
    """Give what an outcome says, the names of sample records aside: which few are named may depend on the order."""
    undecided = sorted((each.reason, each.detail, each.count) for each in outcome.undecided)
    return outcome.outcome, outcome.counts, outcome.reason, undecided, outcome.measure, outcome.error


def found(judged: Judgement) -> Counter[tuple[str, ...]]:
    names = ("rule", "kind", "record", "verdict", "severity", "message", "evidence", "fingerprint")
    return Counter(judged.findings.frame().select(names).iter_rows())


@pytest.mark.parametrize("ref", RULES)
def test_order_parts_batches_and_threads_change_nothing(ref: str) -> None:
    rule = PACK.index[ref]

    @settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(situations(rule, PACK, kinds()), st.randoms(use_true_random=False))
    def holds(situation: Situation, random: Random) -> None:
        _name_every_record(situation.world)
        tables = to_tables(situation.world)
        split = {}
        for kind, table in tables.items():
            order = random.sample(range(table.accepted), table.accepted)
            cuts = [random.randint(0, table.accepted) for _ in range(random.randint(0, 3))]
            split[kind] = rearranged(table, order, cuts, batch=random.randint(1, 4))

        def judged(world: World, threads: int) -> Judgement:
            return judge_jobs([Job(PACK, rule)], world, checkers(), retroactive=situation.retroactive, threads=threads)

        before = judged(World(tables, kinds(), situation.as_of, CALENDAR), 1)
        after = judged(World(split, kinds(), situation.as_of, CALENDAR), 3)
        assert told(after.outcomes[0]) == told(before.outcomes[0])
        assert found(after) == found(before)

    holds()


def _name_every_record(world: Written) -> None:
    """Give ids where there are none: a record without an id is named by its place, which changes."""
    for kind, records in world.tables.items():
        if "id" in kinds()[kind].fields:
            world.columns[kind].add("id")
            for position, record in enumerate(records):
                if not record.get("id", EMPTY).filled:
                    record["id"] = filled(f"no-{position}")


@pytest.fixture(scope="module")
def whole() -> Audit:
    return audit(EXAMPLE, rules="DB23T3649.10", as_of="2025-06-30")


@pytest.mark.parametrize("seed", [1, 2])
def test_files_may_be_split_and_their_rows_shuffled(seed: int, whole: Audit, tmp_path: Path) -> None:
    random = Random(seed)
    for path in EXAMPLE.iterdir():
        if path.suffix == ".csv":
            _split(path, tmp_path, random)
        elif path.suffix in (".xlsx", ".jsonl", ".yaml"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    again = audit(tmp_path, rules="DB23T3649.10", as_of="2025-06-30")
    assert [told(outcome) for outcome in again.outcomes] == [told(outcome) for outcome in whole.outcomes]
    names = ("rule", "record", "verdict", "severity", "message", "evidence", "fingerprint")
    assert sorted(again.findings.select(names).rows()) == sorted(whole.findings.select(names).rows())
    assert _accounts(again) == _accounts(whole)


def _split(path: Path, folder: Path, random: Random) -> None:
    """Write the rows of a CSV file, shuffled, into three files of the same header."""
    header, *rows = csv.reader(io.StringIO(_text(path.read_bytes()), newline=""))
    random.shuffle(rows)
    for number in range(3):
        with (folder / f"{path.stem}_{number}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows[number::3]])


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _accounts(done: Audit) -> dict[str, tuple[int, int, int]]:
    accounts: dict[str, tuple[int, int, int]] = {}
    for kind, numbers in _numbers(done):
        known = accounts.get(kind, (0, 0, 0))
        accounts[kind] = (known[0] + numbers[0], known[1] + numbers[1], known[2] + numbers[2])
    return accounts


def _numbers(done: Audit) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for part in done.result.inputs:
        yield part.kind, (part.read, part.accepted, part.rejected)
