"""Audit an export inside one process, imports done: ``python -m benchmarks.inside EXPORT OUT``. Prints the seconds as JSON."""

import argparse
import json
import time
from pathlib import Path

import polars as pl
from benchmarks.planting import AS_OF, PACK

from dbcheck.pipeline import audit


def main() -> None:
    """Audit twice: a small part first, so that every import is paid, then the export."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    few = pl.scan_parquet(arguments.export / "letter.parquet").head(50).collect()
    audit({"letter": few}, rules=PACK, as_of=AS_OF.isoformat())
    begun, worked = time.perf_counter(), time.process_time()
    done = audit(arguments.export, rules=PACK, as_of=AS_OF.isoformat())
    done.write(arguments.out, ["json"])
    print(json.dumps({"seconds": time.perf_counter() - begun, "cpu": time.process_time() - worked}))


if __name__ == "__main__":
    main()
