"""Compare what an audit found with what was planted: ``python -m benchmarks.compare TRUTH FINDINGS``.

Both are compared as multisets of (rule, record). Prints JSON: planted, found, missed, invented, and both by rule.
"""

import argparse
import json
from pathlib import Path

import polars as pl


def compare(truth: Path, findings: Path) -> dict[str, object]:
    """Count what was missed and what was invented."""
    planted = _counted(pl.scan_parquet(truth).select("rule", "id"))
    found = _counted(pl.scan_parquet(findings).select("rule", id="record"))
    both = planted.join(found, on=["rule", "id"], how="full", suffix="_found", coalesce=True).with_columns(
        missed=(pl.col("count").fill_null(0).cast(pl.Int64) - pl.col("count_found").fill_null(0)).clip(0),
        invented=(pl.col("count_found").fill_null(0).cast(pl.Int64) - pl.col("count").fill_null(0)).clip(0),
    )
    wrong = both.filter((pl.col("missed") > 0) | (pl.col("invented") > 0))
    sums = wrong.group_by("rule").agg(pl.sum("missed"), pl.sum("invented"), pl.first("id").alias("e.g.")).sort("rule")
    return {
        "planted": int(planted["count"].sum()),
        "found": int(found["count"].sum()),
        "missed": int(both["missed"].sum()),
        "invented": int(both["invented"].sum()),
        "wrong_rules": sums.to_dicts(),
    }


def _counted(pairs: pl.LazyFrame) -> pl.DataFrame:
    return pairs.group_by("rule", "id").agg(count=pl.len()).collect()


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("findings", type=Path)
    arguments = parser.parse_args()
    print(json.dumps(compare(arguments.truth, arguments.findings), ensure_ascii=False))


if __name__ == "__main__":
    main()
