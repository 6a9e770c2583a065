"""The least an audit can cost: read the columns that the letter rules need, row group by row group, and keep nothing.

Run as a process of its own: ``python -m benchmarks.floor EXPORT [--threads N]``. Prints the seconds spent reading as JSON.
"""

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

# Every column that some rule of DB23/T 3649.10-2023 about letters reads.
LETTER = (
    "id", "title", "content", "kind", "scope_code", "author_name", "author_wants_public", "is_complex", "policy_constrained",
    "duplicate_of", "received_at", "accepted", "accept_decided_at", "reject_code", "reject_reason", "interim_at",
    "interim_reason", "replied_at", "reply_org", "reply_content", "notified_author_at", "publishable", "publish_basis",
    "published_at", "published_text", "status",
)  # fmt: skip
SUPERVISION = ("id", "letter_id")
ROW_GROUP = 100_000


def read(export: Path, threads: int) -> float:
    """Read both files on a pool of threads and give the seconds it took."""
    begun = time.perf_counter()
    scans = [
        (pl.scan_parquet(export / "letter.parquet").select(LETTER)),
        (pl.scan_parquet(export / "letter_supervision.parquet").select(SUPERVISION)),
    ]
    slices = [
        scan.slice(start, ROW_GROUP)
        for scan in scans
        for start in range(0, scan.select(pl.len()).collect().item(), ROW_GROUP)
    ]
    with ThreadPoolExecutor(threads) as pool:
        for height in pool.map(lambda part: part.collect().height, slices):
            assert height
    return time.perf_counter() - begun


def main() -> None:
    """Read an export and throw it away."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    print(json.dumps({"seconds": read(arguments.export, arguments.threads)}))


if __name__ == "__main__":
    main()
