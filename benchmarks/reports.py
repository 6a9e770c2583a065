"""Time and peak memory of every report format at many findings: ``python -m benchmarks.reports [--findings N] [--folder DIR]``.

Letters are made of which each breaks several rules, audited once, and every format of the registry is written by a process of its own.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.process import REPOSITORY, python

AS_OF, PACK = "2025-06-30", "DB23T3649.10"
FOUND = (0, 1)  # exit codes of an audit that went well
PER_LETTER = (
    2  # findings that one letter gives; every fiftieth gives one more, a quote with a name and a number to be masked
)
NAMES = (
    "import json; from dbcheck.reports.formats import FORMATS; print(json.dumps({n: f.file for n, f in FORMATS.items()}))"
)
WRITE = """
import sys, polars as pl
from datetime import datetime
rows = int(sys.argv[2])
number = pl.int_range(rows, eager=True).alias("number")
received = pl.lit(datetime(2024, 1, 2, 9)) + pl.duration(minutes=pl.col("number") * 601 % 700_000)
letters = number.to_frame().select(
    id=pl.format("XJ-{}", "number"), type=pl.lit("consult"), accepted=pl.lit(True), title=pl.format("关于道路的问题 {}", "number"),
    content=pl.lit("小区门口的道路破损,请尽快维修。"), author_name=pl.lit("张小明"), author_contact=pl.lit("13800000000"),
    responsible_org_id=pl.format("SL{}", pl.col("number") % 97), received_at=received,
    replied_at=received + pl.duration(days=12 + pl.col("number") % 60), reply_content=pl.lit(None, dtype=pl.String),
    reply_org=pl.lit(None, dtype=pl.String), published_at=received + pl.duration(days=80),
    published_text=pl.when(pl.col("number") % 50 == 0)
    .then(pl.format("网民张小明反映道路破损,联系电话138{}。", (pl.col("number") % 9000 + 10_000_000).cast(pl.String)))
    .otherwise(pl.lit("小区门口的道路破损,已经修好。")),
)
letters.write_parquet(sys.argv[1], row_group_size=100_000)
"""


def main() -> None:
    """Write letters, audit them, write every format, print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--findings", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the data goes and stays; without it, a folder that is removed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dbcheck-benchmark-") as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        letters, run, out = folder / "letter.parquet", folder / "run", folder / "out"
        python("-c", WRITE, str(letters), str(arguments.findings // PER_LETTER))
        audit = (
            "-m",
            "dbcheck",
            "audit",
            str(letters),
            "--rules",
            PACK,
            "--as-of",
            AS_OF,
            "--out",
            str(run),
            "--format",
            "html",
            "-q",
        )
        made = python(*audit, accept=FOUND)
        total = json.loads((run / "results.json").read_text(encoding="utf-8"))["findings_total"]
        print(f"{total:,} findings of {arguments.findings // PER_LETTER:,} letters; {REPOSITORY.name}")
        _line("audit --format html", made.wall, made.peak, run / "report.html")
        _line("  findings.parquet", None, None, run / "findings.parquet")
        for name, file in json.loads(python("-c", NAMES).output).items():
            written = python("-m", "dbcheck", "report", str(run), "--format", name, "--out", str(out))
            _line(f"report --format {name}", written.wall, written.peak, out / file)


def _line(what: str, seconds: float | None, peak: float | None, path: Path) -> None:
    times = "" if seconds is None or peak is None else f"{seconds:8.1f} s {peak:8,.0f} MiB"
    print(f"{what:24} {times:24} {path.stat().st_size / 1e6:9.2f} MB", flush=True)


if __name__ == "__main__":
    main()
