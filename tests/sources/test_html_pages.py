from pathlib import Path

import pytest

from dbcheck.errors import UsageError
from dbcheck.pipeline import audit
from dbcheck.records.snapshot import kinds
from dbcheck.sources.binding import load_binding
from dbcheck.sources.gather import Gathered, gather

FORM = "<html><body><form action='/s'><input name='title'><textarea name='content'></textarea></form></body></html>"
PLAIN = "<html><body><h1>我要写信</h1><p>请到窗口办理,本页面不接收来信,来信请寄市政府办公室。</p></body></html>"
PAGE = "https://www.jia.example/hdjl/"


def saved(html: str, url: str = PAGE) -> str:
    return f"<!-- saved from url=({len(url):04}){url} -->\n{html}"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding)
    return path


def read(*sources: object) -> Gathered:
    return gather(sources, kinds=kinds())


def urls(found: Gathered) -> list[str]:
    return [url for thunk in found.tables["page"].batches(["url"]) for url in thunk()["url"].to_list()]


def test_a_folder_of_saved_pages_is_one_part_of_page_records(tmp_path: Path) -> None:
    write(tmp_path / "a.html", saved(FORM))
    write(tmp_path / "b.htm", saved(PLAIN, "https://www.jia.example/b").replace("<html>", "<meta charset=gbk>"), "gbk")
    found = read(tmp_path)
    assert urls(found) == [PAGE, "https://www.jia.example/b"]
    (part,) = found.inputs
    assert (part.kind, part.read, part.accepted, part.size) == (
        "page",
        2,
        2,
        sum(p.stat().st_size for p in tmp_path.iterdir()),
    )


def test_pages_may_stand_beside_exports_each_folder_a_part(tmp_path: Path) -> None:
    write(tmp_path / "letter.csv", "id,received_at\nX,2025-06-26 09:00\n")
    write(tmp_path / "www.jia.example" / "a" / "index.html", PLAIN)
    write(tmp_path / "www.yi.example" / "b.html", PLAIN)
    found = read(tmp_path)
    assert sorted(found.tables) == ["letter", "page"]
    assert urls(found) == ["http://www.jia.example/a/", "http://www.yi.example/b.html"]
    assert [Path(part.path).name for part in found.inputs if part.kind == "page"] == ["www.jia.example", "www.yi.example"]


@pytest.mark.parametrize("name", ["page={}", "{}"])
def test_a_single_file_and_a_named_kind_work_too(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", saved(FORM))
    assert urls(read(name.format(path))) == [PAGE]
    assert urls(read(name.format(tmp_path))) == [PAGE]
    assert urls(read(str(path), str(tmp_path))) == [PAGE]  # named twice, read once


def test_a_page_without_an_address_is_rejected_by_name(tmp_path: Path) -> None:
    write(tmp_path / "a.html", saved(FORM))
    write(tmp_path / "b.html", PLAIN)
    write(tmp_path / "c.html", "")
    found = read(tmp_path)
    assert [(reject.row, reject.value) for reject in found.rejects] == [(2, "b.html"), (3, "c.html")]
    assert (found.inputs[0].read, found.inputs[0].accepted, found.inputs[0].rejected) == (3, 1, 2)


def test_parts_of_a_saved_page_and_reports_of_ours_are_no_pages(tmp_path: Path) -> None:
    write(tmp_path / "a.html", saved(FORM))
    write(tmp_path / "a_files" / "frame.html", saved(PLAIN, "https://www.jia.example/frame"))
    for name in ("results.json", "manifest.json", "report.html"):
        write(tmp_path / "out" / name, "{}")
    found = read(tmp_path)
    assert urls(found) == [PAGE]
    assert [Path(name).name for name in found.ignored] == ["frame.html", "manifest.json", "report.html", "results.json"]


def test_a_page_is_no_letter(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it holds page records, not letter"):
        read(f"letter={write(tmp_path / 'a.html', saved(FORM))}")


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: {url}
Date: Fri, 27 Jun 2025 18:30:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x----"

------x----
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: {url}

<html><body>=E5=B8=82=E9=95=BF=E4=BF=A1=E7=AE=B1</body></html>
------x------
"""


def test_an_mhtml_file_gives_its_page_with_address_and_instant(tmp_path: Path) -> None:
    write(tmp_path / "a.mhtml", MHTML.format(url=PAGE).replace("\n", "\r\n"))
    (thunk,) = read(tmp_path).tables["page"].batches(["url", "html", "fetched_at"])
    url, html, fetched_at = thunk().select("url", "html", "fetched_at").row(0)
    assert (url, "市长信箱" in html, str(fetched_at)) == (PAGE, True, "2025-06-28 02:30:00")


def test_a_binding_says_whose_pages_a_folder_holds(tmp_path: Path) -> None:
    write(tmp_path / "www.jia.example" / "index.html", PLAIN)
    entry = "sources:\n  - {path: www.jia.example, kind: page, constants: {site_id: S1}}\n"
    binding = load_binding(write(tmp_path / "binding.yaml", entry), kinds())
    found = gather([tmp_path / "www.jia.example"], kinds=kinds(), binding=binding)
    (thunk,) = found.tables["page"].batches(["site_id", "page_type"])
    assert thunk().select("site_id", "page_type").rows() == [("S1", "home")]


@pytest.mark.parametrize(("html", "counted"), [(PLAIN, "fail"), (FORM, "undetermined")])
def test_the_rule_about_letter_forms_judges_a_saved_page(html: str, counted: str, tmp_path: Path) -> None:
    write(tmp_path / "pages" / "a.html", saved(html))
    column = "id,kind,status,url\nC1,letters,active,https://www.jia.example/hdjl\n"
    write(tmp_path / "column.csv", column)
    done = audit(tmp_path, rules="DB23T3649.10", as_of="2025-06-30")
    counts = next(o.counts for o in done.outcomes if o.rule == "DB23T3649.10/5.3.1#1").as_json()
    assert {name for name, amount in counts.items() if amount} == {counted}  # a saved copy cannot show the status 200
