"""report.html in a browser: filter, search, sort, phone width, paper, and not a word in the console."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dbcheck.pipeline import audit
from dbcheck.reports.formats import write_formats
from reports.browser import CHROMIUM, Browser, browsing
from reports.hostile import hostile

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]
EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
VISIBLE = "[...document.querySelectorAll('#findings-table tbody tr')].filter(row => !row.hidden)"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    done = audit(EXAMPLE, as_of="2025-06-30", pictures=True).result
    write_formats(done, {"html": folder / "report.html"})
    write_formats(hostile(), {"html": folder / "hostile.html"}, redact=False)
    plain = (folder / "report.html").read_text(encoding="utf-8")
    (folder / "no-script.html").write_text(plain.partition("<script>")[0], encoding="utf-8")
    write_formats(replace(done, is_redacted=True), {"html": folder / "english.html"}, lang="en")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as made:
        yield made


@pytest.fixture
def opened(browser: Browser, reports: Path) -> Browser:
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(reports / "report.html")
    return browser


def search(browser: Browser, text: str) -> None:
    browser.run(
        f"(() => {{const q = document.getElementById('q'); q.value = {text!r}; q.dispatchEvent(new Event('input'));}})()"
    )
    browser.run("new Promise(done => setTimeout(done, 300))")


def choose(browser: Browser, name: str, value: str) -> None:
    script = f"const c = document.getElementById('by-{name}'); c.value = {value!r}; c.dispatchEvent(new Event('change'))"
    browser.run(f"(() => {{{script}}})()")


def test_the_search_keeps_the_rows_that_hold_every_word_and_says_how_many(opened: Browser) -> None:
    assert opened.run(f"{VISIBLE}.length") == 83
    search(opened, "xj-chi 公安局")
    found = opened.run(f"{VISIBLE}.map(row => row.textContent)")
    assert found
    assert all("XJ-CHI" in row and "公安局" in row for row in found)
    assert opened.run("document.getElementById('said').textContent") == f"显示 {len(found)} / 83 处"
    search(opened, "没有这样的字")
    assert opened.run(f"{VISIBLE}.length") == 0
    assert opened.run("document.getElementById('none').hidden") is False
    opened.run("document.getElementById('reset').click()")
    assert opened.run(f"{VISIBLE}.length") == 83


def test_filters_by_level_clause_and_unit_add_up(opened: Browser) -> None:
    levels = opened.run("[...document.getElementById('by-level').options].map(o => o.value).filter(Boolean)")
    counts = []
    for level in levels:
        choose(opened, "level", level)
        counts.append(opened.run(f"{VISIBLE}.length"))
    assert (levels, counts) == (["violation", "advisory", "suspicion"], [71, 3, 9])
    choose(opened, "level", "")
    choose(opened, "rule", "DB23T3649.10/5.3.3#2")
    assert opened.run(f"{VISIBLE}.length") == 7
    choose(opened, "unit", "SL05")
    assert opened.run(f"{VISIBLE}.every(row => row.dataset.unit === 'SL05' && row.dataset.rule === 'DB23T3649.10/5.3.3#2')")


def test_a_clause_of_the_summary_leads_to_its_findings(opened: Browser) -> None:
    opened.run("document.querySelector('.worst a').click()")
    assert opened.run(f"{VISIBLE}.length") == 7
    assert opened.run("document.activeElement.id") == "findings-title"


def test_a_click_sorts_and_a_second_click_turns_the_order(opened: Browser) -> None:
    column = "[...document.querySelectorAll('#findings-table tbody tr')].map(row => row.cells[2].textContent.trim())"
    button = "document.querySelector('#findings-table th[data-sort=\"2\"] button').click()"
    before = opened.run(column)
    opened.run(button)
    upwards = opened.run(column)
    assert (
        opened.run("document.querySelector('#findings-table th[data-sort=\"2\"]').getAttribute('aria-sort')") == "ascending"
    )
    opened.run(button)
    downwards = opened.run(column)
    assert sorted(upwards) == sorted(downwards) == sorted(before)
    assert upwards != before
    assert (upwards[0], upwards[-1]) == (downwards[-1], downwards[0])


def test_the_worst_delay_comes_first_when_sorted_twice_by_calculation(opened: Browser) -> None:
    button = "document.querySelector('#findings-table th[data-sort=\"4\"] button').click()"
    opened.run(f"document.getElementById('by-rule').value = 'DB23T3649.10/5.2.6#4'; {button}; {button}")
    choose(opened, "rule", "DB23T3649.10/5.2.6#4")
    assert [row.split("超期")[1].split()[0] for row in opened.run(f"{VISIBLE}.map(row => row.textContent)")] == ["395", "1"]


def test_the_keyboard_reaches_the_findings_and_focus_can_be_seen(opened: Browser) -> None:
    opened.press("Tab", 9)
    assert opened.run("document.activeElement.className") == "skip"
    assert opened.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert opened.run("document.activeElement.getBoundingClientRect().left") >= 0


@pytest.mark.parametrize("name", ["report", "english", "hostile", "no-script"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_width_scrolls_sideways_and_nothing_complains_or_calls_out(
    browser: Browser, reports: Path, name: str, width: int
) -> None:
    browser.complaints.clear()
    browser.requests.clear()
    path = reports / f"{name}.html"
    browser.open(path, width=width)
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.complaints == []
    assert [url for url in browser.requests if not url.startswith("data:")] == [path.as_uri()]
    assert "owned" not in browser.run("document.title")


def test_without_a_script_the_page_is_a_plain_document(browser: Browser, reports: Path) -> None:
    browser.open(reports / "no-script.html")
    assert browser.run(f"{VISIBLE}.length") == 83
    assert browser.run("getComputedStyle(document.querySelector('.filters')).display") == "none"


def test_it_prints_on_a4_without_its_controls(opened: Browser) -> None:
    opened.send("Emulation.setEmulatedMedia", media="print")
    hidden = opened.run("['.filters', 'nav.toc'].map(name => getComputedStyle(document.querySelector(name)).display)")
    opened.send("Emulation.setEmulatedMedia", media="")
    assert hidden == ["none", "none"]
    pdf = base64.b64decode(opened.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
    assert pdf.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 594.95" in pdf or b"/MediaBox [0 0 595" in pdf
