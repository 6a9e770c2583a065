"""report.md: short, true, and harmless where it is pasted."""

from dataclasses import replace
from pathlib import Path

import pytest

from dbcheck.findings import Counts, OutcomeKind
from dbcheck.reports import markdown
from dbcheck.reports.markdown import markdown_text, plain, write_markdown
from reports.hostile import hostile
from reports.specimens import finding, outcome, result


def test_it_says_the_verdict_the_worst_clauses_and_the_findings() -> None:
    text = markdown_text(result(), "zh")
    assert text.startswith("## ❌ 不符合:1 条规则,7 处;另有 2 条规则未能判定\n")
    assert "| 5.3.3\\#2 | 违反 | 受理的留言最迟5个工作日内答复 | 7 |" in text
    assert "- **5.3.3\\#2** L-11: 2024-09-27 收到" in text
    assert "第11行" in text


def test_it_speaks_english() -> None:
    text = markdown_text(result(), "en")
    assert "| Clause | Level | Requirement | Findings |" in text
    assert "### Not judged" in text


def test_a_run_that_passes_is_short() -> None:
    text = markdown_text(result((outcome("4.1.2", OutcomeKind.PASS, Counts(passed=3)),), (), rejects=()), "zh")
    assert text.startswith("## ✅")
    assert len(text.splitlines()) < 12


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[a](http://evil.example)", "\\[a\\](http\\://evil.example)"),
        ("www.evil.example", "www\\.evil.example"),
        ("@everyone fixes #1 | `x` :smile:", "\\@everyone fixes \\#1 \\| \\`x\\` \\:smile:"),
        ("<b>\n# head\n</b>", "\\<b\\> \\# head \\</b\\>"),
        ("2024-09-27 09:00 起", "2024-09-27 09:00 起"),
        ("\u202eabc\x00", "abc\ufffd"),
    ],
)
def test_no_text_becomes_mark_up_a_link_or_a_mention(text: str, written: str) -> None:
    assert plain(text) == written


def test_hostile_texts_stay_on_their_lines_and_in_their_cells() -> None:
    text = markdown_text(replace(hostile(), is_redacted=True), "zh")
    assert len(text.encode()) < 30_000
    for row in (line for line in text.splitlines() if line.startswith("|")):
        assert row.replace("\\|", "").count("|") == 5
    assert "\n<" not in text


def test_what_does_not_fit_is_left_out_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_BYTES", 600)
    text = markdown_text(result(), "en")
    assert len(text.encode()) < 800
    assert text.rstrip().endswith("_Cut for length; results.json has all of it._")


def test_more_findings_than_are_shown_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_FINDINGS", 2)
    assert "_……另有 6 条_" in markdown_text(result(), "zh")


def test_the_file_is_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    made = result(findings=(replace(finding("L-1"), path="导出/\ud800.csv"),))
    write_markdown(made, tmp_path / "report.md", "zh")
    raw = (tmp_path / "report.md").read_bytes()
    assert b"\r" not in raw
    assert raw.decode("utf-8")
