"""A run compared with an earlier one: every finding is new or persisting, every earlier one is accounted for."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.errors import UsageError
from dbcheck.findings import Baseline
from dbcheck.pipeline import Audit, audit
from dbcheck.reports.earlier_run import read_run

RULE = "DB23T3649.10/5.3.3#2"  # letters are answered within 5 working days
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))
ON_TIME, LATE, UNKNOWN, ABSENT, OUT = "on_time", "late", "unknown", "absent", "out_of_scope"
REPLIED = {ON_TIME: "2025-03-05 10:00", LATE: "2025-03-20 10:00", UNKNOWN: "2025-03-20 10:00", OUT: "2025-03-20 10:00"}


def letters(states: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "received_at": None if state == UNKNOWN else "2025-03-03 09:00",
            "replied_at": REPLIED[state],
            "accepted": state != OUT,
            "is_complex": False,
        }
        for name, state in states.items()
        if state != ABSENT
    ]


def run(states: dict[str, str], out: Path | None = None, baseline: Path | None = None) -> Audit:
    done = audit({"letter": letters(states)}, rules="DB23T3649.10", as_of="2025-06-30", baseline=baseline)
    if out is not None:
        done.write(out)
    return done


def compared(before: dict[str, str], after: dict[str, str], folder: Path) -> Baseline:
    run(before, folder / "old")
    baseline = run(after, baseline=folder / "old").result.baseline
    assert baseline is not None
    return baseline


def counts(baseline: Baseline) -> tuple[int, int, int, int]:
    found = [change for change in baseline.rules if change.rule == RULE]
    return (found[0].new, found[0].persisting, found[0].resolved, found[0].not_judged) if found else (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (LATE, LATE, (0, 1, 0, 0)),
        (ON_TIME, LATE, (1, 0, 0, 0)),
        (ABSENT, LATE, (1, 0, 0, 0)),
        (LATE, ON_TIME, (0, 0, 1, 0)),
        (LATE, OUT, (0, 0, 1, 0)),
        (LATE, UNKNOWN, (0, 0, 0, 1)),
        (LATE, ABSENT, (0, 0, 0, 1)),
        (UNKNOWN, UNKNOWN, (0, 0, 0, 0)),
    ],
)
def test_what_becomes_of_one_letter(before: str, after: str, wanted: tuple[int, ...], tmp_path: Path) -> None:
    steady = {"X1": ON_TIME}
    assert counts(compared({**steady, "L1": before}, {**steady, "L1": after}, tmp_path)) == wanted


WORLD = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from([ON_TIME, LATE, UNKNOWN, OUT]), min_size=1)


@settings(max_examples=15, deadline=None)
@given(before=WORLD, after=WORLD)
def test_counts_agree_with_a_walk_over_the_letters(
    before: dict[str, str], after: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    late = {name for name, state in before.items() if state == LATE}
    now = {name for name, state in after.items() if state == LATE}
    settled = {name for name, state in after.items() if state in (ON_TIME, OUT)}
    wanted = (len(now - late), len(now & late), len(late & settled), len(late - now - settled))
    assert counts(compared(before, after, tmp_path_factory.mktemp("runs"))) == wanted


def test_a_rule_that_is_not_judged_now_resolves_nothing(tmp_path: Path) -> None:
    run({"L1": LATE}, tmp_path / "old")
    rows = [{key: value for key, value in row.items() if key != "replied_at"} for row in letters({"L1": ON_TIME})]
    done = audit({"letter": rows}, rules="DB23T3649.10", as_of="2025-06-30", baseline=tmp_path / "old")
    assert done.result.baseline is not None
    assert counts(done.result.baseline) == (0, 0, 0, 1)


def test_findings_of_a_rule_that_the_earlier_run_did_not_judge_are_told_apart(tmp_path: Path) -> None:
    rows = [{key: value for key, value in row.items() if key != "replied_at"} for row in letters({"L1": LATE})]
    audit({"letter": rows}, rules="DB23T3649.10", as_of="2025-06-30").write(tmp_path / "old")
    baseline = run({"L1": LATE}, baseline=tmp_path / "old").result.baseline
    assert baseline is not None
    assert counts(baseline) == (1, 0, 0, 0)
    assert {change.rule for change in baseline.rules if change.is_newly_judged} >= {RULE}


def test_the_files_carry_the_status_and_the_counts_and_fit_the_schema(tmp_path: Path) -> None:
    run({"L1": LATE, "L2": ON_TIME}, tmp_path / "old")
    run({"L1": LATE, "L2": LATE}, tmp_path / "new", baseline=tmp_path / "old")
    document = json.loads((tmp_path / "new" / "results.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    told = {entry["record"]: entry["status"] for entry in document["findings"] if entry["rule"] == RULE}
    assert told == {"L1": "persisting", "L2": "new"}
    frame = pl.read_parquet(tmp_path / "new" / "findings.parquet").filter(pl.col("rule") == RULE)
    assert dict(frame.select("record", "status").iter_rows()) == told
    assert document["baseline"]["new"] == sum(entry["status"] == "new" for entry in document["findings"])


def test_without_a_baseline_nothing_is_said_about_it(tmp_path: Path) -> None:
    run({"L1": LATE}, tmp_path / "old")
    document = json.loads((tmp_path / "old" / "results.json").read_text(encoding="utf-8"))
    assert document["baseline"] is None
    assert all("status" not in entry for entry in document["findings"])
    assert "status" not in pl.read_parquet_schema(tmp_path / "old" / "findings.parquet")


def test_a_folder_that_is_no_report_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"lacks results\.json, findings\.parquet"):
        read_run(tmp_path, "--baseline")


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    run({"L1": LATE}, tmp_path)
    document = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    (tmp_path / "results.json").write_text(json.dumps({**document, "schema": 2}), encoding="utf-8")
    with pytest.raises(UsageError, match="schema 2, this release knows 1"):
        read_run(tmp_path, "--baseline")


@pytest.mark.parametrize("broken", ["{", "[]", '{"schema": 1}', "\u0000"])
def test_a_broken_results_file_is_a_usage_mistake(broken: str, tmp_path: Path) -> None:
    run({"L1": LATE}, tmp_path)
    (tmp_path / "results.json").write_text(broken, encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_run(tmp_path, "--baseline")


def test_findings_without_their_columns_are_a_usage_mistake(tmp_path: Path) -> None:
    run({"L1": LATE}, tmp_path)
    pl.DataFrame({"rule": ["A"]}).write_parquet(tmp_path / "findings.parquet")
    with pytest.raises(UsageError, match="no column fingerprint"):
        read_run(tmp_path, "--baseline")


def interview(organization: str, year: int) -> dict[str, Any]:
    name = f"F-{organization}-{year}"
    return {"id": name, "participating_org_ids": [organization], "start_at": f"{year}-03-03 09:00", "status": "held"}


@pytest.mark.parametrize(("held", "wanted"), [(False, (0, 1, 0, 0)), (True, (0, 0, 1, 0))])
def test_a_group_is_resolved_when_it_is_judged_again_and_passes(
    held: bool, wanted: tuple[int, ...], tmp_path: Path
) -> None:
    units = [{"id": name, "name": name, "level": "prefecture", "kind": "department"} for name in ("O1", "O2")]

    def judged(kept: list[dict[str, Any]], baseline: Path | None) -> Audit:
        records = {"organization": units, "interview": [interview("O2", 2024), interview("O2", 2025), *kept]}
        return audit(records, rules="DB23T3649.10", as_of="2025-06-30", baseline=baseline)

    judged([], None).write(tmp_path)
    baseline = judged([interview("O1", 2024)] if held else [], tmp_path).result.baseline
    assert baseline is not None
    (change,) = (change for change in baseline.rules if change.rule == "DB23T3649.10/5.2.1")
    assert (change.new, change.persisting, change.resolved, change.not_judged) == wanted
