"""Binding files: what they decide, and their mistakes, all at once with their places."""

from pathlib import Path

import pytest

from dbcheck.errors import BindingError
from dbcheck.records.catalogue import kinds
from dbcheck.sources.binding import load_binding
from dbcheck.sources.gather import gather
from sources.table_cells import cells


def write(folder: Path, text: str) -> Path:
    path = folder / "binding.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_binding_says_what_names_cannot(tmp_path: Path) -> None:
    (tmp_path / "导出.csv").write_text(
        "编码,来的时候,办结时间,情况,受理否\n1,03/04/2024,05/04/2024 10:00,办完,未受理\n", encoding="utf-8"
    )
    binding = load_binding(
        write(
            tmp_path,
            """
sources:
  - path: 导出*.csv
    kind: letter
    fields: {id: 编码, received_at: 来的时候, replied_at: 办结时间, status: 情况, accepted: 受理否}
    values: {status: {办完: replied}, accepted: {未受理: false}}
    constants: {site_id: hlj, channel: web}
    dates: {received_at: "%d/%m/%Y", replied_at: ["%d/%m/%Y", "%d/%m/%Y %H:%M"]}
""",
        ),
        kinds(),
    )
    found = gather([tmp_path / "导出.csv"], kinds=kinds(), binding=binding)
    assert found.rejects_total == 0
    assert cells(found.tables["letter"]) == [
        {
            "id": "1",
            "received_at": "2024-04-03",
            "replied_at": "2024-04-05 10:00:00",
            "status": "replied",
            "accepted": "False",
            "site_id": "hlj",
            "channel": "web",
        }
    ]


def test_a_field_may_be_left_out_or_chosen_among_two_headers(tmp_path: Path) -> None:
    (tmp_path / "letter.csv").write_text("信件编号,查询号,来源\n1,2,web\n", encoding="utf-8")
    binding = load_binding(
        write(tmp_path, "sources: [{path: letter.csv, kind: letter, fields: {id: 查询号, channel: null}}]"), kinds()
    )
    found = gather([tmp_path / "letter.csv"], kinds=kinds(), binding=binding)
    assert found.inputs[0].binding == {"信件编号": None, "查询号": "id", "来源": None}


def test_all_mistakes_come_together_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n", encoding="utf-8")
    path = write(
        tmp_path,
        """sources:
  - path: a.csv
    kind: leter
  - path: b.csv
    kind: letter
    sheets: x
    fields: {recieved_at: 时间}
    values: {status: {办完: done}}
    constants: {channel: fax}
    dates: {received_at: "%d/%m", title: "%Y-%m-%d"}
  - database: {url: "x://y", query: z}
""",
    )
    with pytest.raises(BindingError) as caught:
        load_binding(path, kinds())
    places = [problem.where.removeprefix(f"{path}:") for problem in caught.value.problems]
    assert places == ["3:11", "6:5", "4:11", "7:14", "8:27", "9:26", "10:26", "10:42", "11:5"]
    said = caught.value.say("en")
    for word in ("letter", "sheet", "received_at", "replied", "not supported", "no file matches"):
        assert word in said


@pytest.mark.parametrize(
    "text", ["", "[]", "sources: {}", "sources: [1]", "sources:\n - path: a\n   path: b\n   kind: letter\n", "a: ["]
)
def test_what_is_no_binding_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BindingError):
        load_binding(write(tmp_path, text), kinds())


def test_a_header_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.csv").write_text("信件编号\n1\n", encoding="utf-8")
    binding = load_binding(
        write(tmp_path, "sources: [{path: letter.csv, kind: letter, fields: {received_at: 时间}}]"), kinds()
    )
    with pytest.raises(BindingError, match="no single header 时间"):
        gather([tmp_path / "letter.csv"], kinds=kinds(), binding=binding)
