"""Exports that nobody on this project wrote; skipped where they are not at hand."""

from pathlib import Path

import polars as pl
import pytest

from dbcheck.records.catalogue import kinds
from dbcheck.sources.binding import load_binding
from dbcheck.sources.gather import gather
from sources.table_cells import read_all

REAL = Path(__file__).parents[2] / "../shared/data/real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not at hand")


def test_letters_of_hunan_are_read_without_a_binding() -> None:
    found = gather([REAL / "letters_hunan_wenzheng.csv"], kinds=kinds())
    (one,) = found.inputs
    assert (one.kind, one.read, one.accepted, one.rejected, found.rejects_total) == ("letter", 2816, 2816, 0, 0)
    frame = read_all(found.tables["letter"])
    assert frame["received_at"].null_count() == frame["replied_at"].null_count() == 0
    assert frame["replied_at!day"].sum() == 1
    assert "received_at!day" not in frame.columns
    slow = pl.read_csv(REAL / "letters_hunan_wenzheng.csv", infer_schema=False)
    assert frame["content"].to_list() == slow["留言详情"].to_list()


def test_letters_of_beijing_have_no_dates() -> None:
    found = gather([REAL / "letters_beijing_no_dates.csv"], kinds=kinds())
    assert [(one.kind, one.read, one.accepted) for one in found.inputs] == [("letter", 894, 894)]
    assert not {"received_at", "replied_at"} & found.tables["letter"].columns


def test_policy_documents_and_columns_are_read_with_a_short_binding(tmp_path: Path) -> None:
    for name in ("policy_docs_portals.csv", "columns_update_chuzhou_czj.csv"):
        (tmp_path / name).symlink_to((REAL / name).resolve())
    (tmp_path / "binding.yaml").write_text(
        """sources:
  - path: policy_docs_portals.csv
    kind: policy_document
    fields: {title: 标题, org_id: 发文机关, formed_at: 成文日期, published_at: 发布日期, id: null}
  - path: columns_update_chuzhou_czj.csv
    kind: column
    fields: {id: 唯一ID, last_updated_at: 最新更新时间, kind: null}
    constants: {site_id: 滁州市财政局}
""",
        encoding="utf-8",
    )
    found = gather([tmp_path], kinds=kinds(), binding=load_binding(tmp_path / "binding.yaml", kinds()))
    assert {one.kind: (one.read, one.accepted) for one in found.inputs} == {
        "policy_document": (145, 145),
        "column": (43, 43),
    }
    raw = pl.read_csv(REAL / "policy_docs_portals.csv", infer_schema=False)
    documents = read_all(found.tables["policy_document"])
    assert documents["published_at"].null_count() == raw["发布日期"].null_count()
    assert documents["formed_at"].null_count() == raw["成文日期"].null_count()
