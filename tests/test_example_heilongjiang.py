"""The example export: it is what its script writes, and the audit finds what was planted in it, no more and no less."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dbcheck.findings import AuditResult, Outcome, Reason
from dbcheck.pipeline import audit

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "heilongjiang"
PACK = "DB23T3649.10"
AS_OF = "2025-06-30"

# rule -> the records that break it, as examples/heilongjiang/README.md tells
PLANTED = {
    "4.1.1#1": "S02",
    "4.1.2": "C03 C14",
    "4.1.3#1": "C14",
    "4.1.3#2": "S02",
    "4.2": "S02",
    "4.2a#1": "ZJ-02",
    "4.2a#2": "ZJ-03",
    "4.2a#3": "ZJ-05",
    "4.2a#4": "ZJ-05 ZJ-06",
    "4.2b#1": "YJ-05 YJ-07",
    "4.2b#2": "ZJ-05",
    "4.2c": "ZJ-06",
    "4.2d#1": "DC-02",
    "4.2d#4": "DC-04",
    "4.2d#5": "DC-03",
    "4.3#2": "FT2411",
    "4.3#4": "S01|kind=interview_review",
    "4.4a": "XJ-JU-03",
    "5.1.1#1": "ZJ-08",
    "5.1.1#2": "DC-03",
    "5.1.4#1": "ZJ-05",
    "5.1.4#2": "ZJ-05",
    "5.1.4#3": "ZJ-04",
    "5.1.4c": "ZJ-07",
    "5.1.4f": "ZJ-06",
    "5.1.5": "DC-02",
    "5.2.1": "SL09|2024",
    "5.2.2#1": "FT2410",
    "5.2.2#2": "S01|2024",
    "5.2.3#1": "JH25-02",
    "5.2.3#2": "SL11|2024",
    "5.2.3#3": "JH25-03",
    "5.2.4#1": "FT2502",
    "5.2.4#2": "FT2407",
    "5.2.4#3": "FT2409",
    "5.2.5#1": "FT2404 FT2406",
    "5.2.5#2": "FT2404",
    "5.2.6#1": "TW06",
    "5.2.6#2": "TW08",
    "5.2.6#4": "TW05 TW06",
    "5.2.6#5": "TW07",
    "5.3.1#1": "C14 C11",
    "5.3.1b": "XJ-JU-03",
    "5.3.1e": "XJ-JU-02",
    "5.3.2#1": "XJ-JU-01",
    "5.3.2b": "XJ-JU-04",
    "5.3.2c": "XJ-JU-05 XJ-JU-06",
    "5.3.3#1": "XJ-FU-01",
    "5.3.3#2": "XJ-CHI-01 XJ-CHI-02 XJ-CHI-03 XJ-CHI-04 XJ-CHI-05 XJ-CHI-06 XJ-CHI-07",
    "5.3.4#1": "XJ-FU-02",
    "5.3.4#2": "XJ-FU-03",
    "5.3.4#3": "XJ-FU-04",
    "5.3.4#4": "XJ-FU-06",
    "5.3.5#2": "XJ-FU-07",
    "5.3.6#1": "LZ-06",
    "5.3.6#2": "LZ-07",
    "5.3.6#3": "LZ-08",
    "5.3.7": "XJ-CHI-02 XJ-CHI-04",
    "5.3.8#1": "XJ-GK-01",
    "5.3.8#2": "XJ-GK-03",
    "5.3.9#1": "XJ-GK-04",
    "5.3.9#2": "XJ-GK-05",
    "5.3.10#2": "XJ-GK-06",
    "5.3.10#3": "XJ-GK-08 XJ-GK-09",
    "5.4.1#2": "HY-02",
    "5.4.1#4": "HY-02",
    "5.4.2#1": "HY-04",
    "5.4.3": "HY-03",
}
SUSPECTED = {"5.2.6#2", "5.3.2b", "5.3.4#1", "5.3.4#2", "5.3.4#3", "5.3.4#4", "5.3.10#3"}
ADVISED = {"5.1.5", "5.2.5#1"}


@pytest.fixture(scope="module")
def result() -> AuditResult:
    return audit(EXAMPLE, rules=PACK, as_of=AS_OF).result


def outcome(result: AuditResult, rule: str) -> Outcome:
    return next(outcome for outcome in result.outcomes if outcome.rule == f"{PACK}/{rule}")


def reasons(result: AuditResult, rule: str) -> Counter[Reason]:
    return Counter({undecided.reason: undecided.count for undecided in outcome(result, rule).undecided})


def test_the_committed_text_files_are_what_the_script_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "examples" / "make_heilongjiang.py", "--out", tmp_path], check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".xlsx"}
    committed = {path.name: path.read_bytes() for path in EXAMPLE.iterdir() if path.suffix in {".csv", ".jsonl"}}
    assert written == committed


def test_the_audit_finds_what_was_planted_and_nothing_else(result: AuditResult) -> None:
    planted = {(f"{PACK}/{rule}", record) for rule, records in PLANTED.items() for record in records.split()}
    found = Counter((finding.rule, finding.record) for finding in result.findings.gravest(10_000))
    assert set(found) == planted
    assert found.total() == len(planted)


def test_a_heuristic_only_suspects_and_a_should_only_advises(result: AuditResult) -> None:
    severity = {
        (finding.rule.removeprefix(f"{PACK}/"), finding.record): finding.severity
        for finding in result.findings.gravest(10_000)
    }
    unusual = {rule for (rule, record), level in severity.items() if level == "suspicion"}
    assert unusual == SUSPECTED | {"5.3.1#1"}
    assert severity["5.3.1#1", "C14"] == "violation"
    assert {rule for (rule, _), level in severity.items() if level == "advisory"} == ADVISED


def test_every_row_is_accounted_for_and_two_are_unreadable(result: AuditResult) -> None:
    read = {Path(part.path).name: (part.kind, part.read, part.accepted, part.rejected) for part in result.inputs}
    assert read["信件.csv"] == ("letter", 129, 128, 1)
    assert all(rejected == 0 for name, (_, _, _, rejected) in read.items() if name != "信件.csv")
    broken, ambiguous = (
        [reject for reject in result.rejects if Path(reject.path).name == "信件.csv" and reject.whole_row is whole]
        for whole in (True, False)
    )
    assert len(broken) == 1
    assert [(reject.column, reject.value) for reject in ambiguous] == [("留言时间", "05/06/2025 10:00")]


def test_limits_that_have_not_run_out_are_pending(result: AuditResult) -> None:
    assert outcome(result, "5.3.3#2").counts.pending == 2
    assert outcome(result, "5.2.6#4").counts.pending == 1


def test_what_the_export_leaves_open_is_undetermined_and_says_why(result: AuditResult) -> None:
    assert reasons(result, "5.3.3#2") == {Reason.UNKNOWN_DATE: 1}
    assert reasons(result, "5.3.10#2") == {Reason.UNCLASSIFIED: 1}
    assert reasons(result, "4.1.4") == {Reason.MISSING_VALUE: 1}
    assert reasons(result, "5.2.3#4") == {Reason.MISSING_VALUE: 1}
    assert reasons(result, "5.2.4#1") == {Reason.MISSING_VALUE: 1}
    assert reasons(result, "4.2d#2") == {Reason.UNREADABLE_VALUE: 1}
    assert reasons(result, "5.3.2c")[Reason.UNRESOLVED_REFERENCE] == 1
