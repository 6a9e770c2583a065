"""Slices of storage: every row once, in order, cut where the storage is cut; and the footers they come from."""

from pathlib import Path
from threading import Thread

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.records.catalogue import kinds
from dbcheck.sources.gather import gather
from dbcheck.sources.parquet import row_groups
from dbcheck.sources.parts import slices
from sources.table_cells import read_all


@given(st.lists(st.integers(0, 50), max_size=10), st.integers(1, 20))
def test_slices_hold_every_row_once(runs: list[int], rows: int) -> None:
    found = list(slices(runs, rows))
    covered = [row for start, length in found for row in range(start, start + length)]
    assert covered == list(range(sum(runs)))
    assert all(0 < length <= rows * 2 for _, length in found)


def test_slices_keep_to_row_groups() -> None:
    assert list(slices([100, 130], 65)) == [(0, 100), (100, 130)]
    assert list(slices([140, 90], 65)) == [(0, 70), (70, 70), (140, 90)]
    assert [length for _, length in slices([1000], 65)] == [90, 91, 91, 91, 91, 91, 91, 91, 91, 91, 91]
    assert list(slices([10, 10, 10, 40], 30)) == [(0, 30), (30, 40)]


@pytest.mark.parametrize("engine", ["polars", "pyarrow"])
def test_row_groups_are_read_from_the_footer(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame({"a": range(10), "b": [["x"]] * 10, "c": [None] * 10, "d": [{"e": 1.5}] * 10})
    frame.write_parquet(path, row_group_size=4, use_pyarrow=engine == "pyarrow")
    assert row_groups(path) == (4, 4, 2)


def test_what_is_no_parquet_has_no_row_groups(tmp_path: Path) -> None:
    for name, raw in {"a": b"", "b": b"PAR1" * 5, "c": b"x" * 100, "d": b"\xff\xff\xff\x7fPAR1"}.items():
        (tmp_path / name).write_bytes(raw)
        assert not row_groups(tmp_path / name)


def test_batches_of_a_parquet_file_may_be_read_on_any_thread(tmp_path: Path) -> None:
    path = tmp_path / "letter.parquet"
    pl.DataFrame({"id": [f" {row}" for row in range(1000)], "留言时间": ["2024/1/5 9:30"] * 999 + ["x"]}).write_parquet(
        path, row_group_size=100
    )
    found = gather([path], kinds=kinds())
    table = found.tables["letter"]
    thunks = list(table.batches(["id", "received_at", "title"], rows=90))
    frames: dict[int, pl.DataFrame] = {}
    threads = [
        Thread(target=lambda number=number: frames.update({number: thunks[number]()})) for number in range(len(thunks))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = pl.concat([frames[number] for number in range(len(thunks))])
    assert whole["id"].to_list() == [str(row) for row in range(1000)]
    assert whole["!row"].to_list() == list(range(1, 1001))
    assert whole["received_at!state"].to_list() == [0] * 999 + [1]
    assert whole["title"].null_count() == 1000
    assert whole.drop("title").equals(read_all(table).select(whole.drop("title").columns))
    assert found.rejects_total == 1


def test_a_batch_joins_small_parts(tmp_path: Path) -> None:
    for number in range(5):
        pl.DataFrame({"id": [str(number)]}).write_csv(tmp_path / f"letter{number}.csv")
    table = gather([tmp_path], kinds=kinds()).tables["letter"]
    assert [thunk().height for thunk in table.batches(["id"], rows=2)] == [2, 2, 1]
