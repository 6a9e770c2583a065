"""report.html: one file, safe whatever the export holds, readable without a script, and not endless."""

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from dbcheck.errors import Message
from dbcheck.figures import Figures, Monthly, Spread
from dbcheck.findings import (
    AnswerUsed,
    Attested,
    AuditResult,
    Counts,
    Effect,
    Finding,
    FormRead,
    LedgerNote,
    LedgerRead,
    OutcomeKind,
)
from dbcheck.pipeline import audit
from dbcheck.reports.html_report import MOST_FINDINGS, html_text
from dbcheck.reports.html_words import words
from dbcheck.reports.redaction import redacted
from reports.hostile import hostile
from reports.specimens import FINDINGS, finding, outcome, result

EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
CSS = (Path(__file__).parents[2] / "src/dbcheck/reports/templates/report.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example() -> AuditResult:
    return redacted(audit(EXAMPLE, as_of="2025-06-30", pictures=True).result)


def page(made: AuditResult, lang: str = "zh") -> Any:  # the types of xpath() help nobody
    return parsed_page(html_text(made, lang))


def parsed_page(text: str) -> Any:
    return html.document_fromstring(text)


def said(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_summary_says_who_when_what_and_the_worst(example: AuditResult) -> None:
    (top,) = page(example).xpath("//header")
    text = said(top)
    for wanted in ("不符合:59 条规则,71 处", "DB23/T 3649.10-2023", "2025-06-30 24:00", "2023-12 — 2025-06", "5.3.3#2"):
        assert wanted in text
    assert [said(number) for number in top.xpath(".//ol[1]/li/span[2]")[:2]] == ["7", "2"]
    assert "松岭市人民政府" in text


def test_every_rule_and_every_finding_of_a_small_run_has_its_row(example: AuditResult) -> None:
    made = page(example)
    assert len(made.xpath("//tr[@data-ended]")) == len(example.outcomes)
    assert len(made.xpath("//table[@id='findings-table']/tbody/tr")) == example.findings.total


def test_a_limit_is_shown_with_its_dates_and_the_days_in_between(example: AuditResult) -> None:
    (row,) = page(example).xpath("//tr[@data-rule='DB23T3649.10/5.3.3#2'][contains(., 'XJ-CHI-01')]")
    facts = [" ".join(map(said, fact)) for fact in row.xpath(".//dl/div")]
    assert facts == [
        "起算 2024-02-06 14:00",
        "期限 5 个工作日",
        "届满 2024-02-19 24:00",
        "实际 2024-02-20 08:10",
        "超期 1 天(其中 1 个工作日)",
    ]
    drawn = {path.get("class"): path.get("d").count("M") for path in row.xpath(".//*[local-name()='path']")}
    assert drawn == {"s": 1, "w": 5, "o": 8, "l": 1}  # the eight days of Spring Festival between 7 and 19 February


def test_the_pictures_carry_the_numbers_as_a_table_too(example: AuditResult) -> None:
    figure = page(example).xpath("//figure")[0]
    assert [[said(cell) for cell in row] for row in figure.xpath(".//tbody/tr")] == [
        *(["1", "21"], ["2", "35"], ["3", "20"], ["4", "14"], ["5", "15"], ["6", "3"], ["7", "1"], [">7", "1"])
    ]
    assert "时限 5 个工作日" in said(figure)


def test_what_was_not_judged_rejects_and_versions_are_there(example: AuditResult) -> None:
    made = page(example)
    assert "记录自身日期缺失" in said(made.get_element_by_id("undecided"))
    assert "信件.csv:82" in said(made.get_element_by_id("rejects"))
    assert example.packs[0].digest in said(made.get_element_by_id("method"))


def test_the_page_asks_for_nothing_and_runs_only_its_own_script(example: AuditResult) -> None:
    made = page(example)
    links = [link for _, name, link, _ in made.iterlinks() if name]
    assert all(link.startswith(("#", "data:")) for link in links)
    (policy,) = made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (element,) = made.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert made.xpath("//@style") == []
    assert [name for element in made.iter() for name in element.attrib if name.startswith("on")] == []


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_texts_stay_texts(lang: str, redact: bool) -> None:
    made = redacted(hostile()) if redact else hostile()
    text = html_text(made, lang)
    parsed = parsed_page(text)
    assert len(parsed.xpath("//script")) == 1
    assert parsed.xpath("//img | //iframe | //object | //form | //b[contains(., '<')]") == []
    assert [name for element in parsed.iter() for name in element.attrib if name.startswith("on")] == []
    assert parsed.xpath("//a[not(starts-with(@href, '#'))]") == []
    assert re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text) is None
    assert len(text.encode()) < 1_000_000
    assert "{{ 7*7 }}" in text


def test_three_hundred_columns_are_counted_and_not_all_listed() -> None:
    assert "+260" in said(page(hostile()).get_element_by_id("method"))


def many(number: int) -> AuditResult:
    """Give a result with so many findings of one rule, and three of another."""
    rules = (
        outcome(
            "5.3.3#2",
            OutcomeKind.FAIL,
            Counts(fail=number),
            check="time_limit",
            requirement="受理的留言最迟5个工作日内答复" * 3,
        ),
        outcome("5.3.4#4", OutcomeKind.SUSPECT, Counts(suspect=3), check="text_scan"),
    )
    return result(rules, (*(_long(place) for place in range(number)), *(_other(place) for place in range(3))))


def _long(place: int) -> Finding:
    evidence = {
        "from": "2024-09-27 09:00:00",
        "to": None,
        "due": "2024-10-10",
        "max": 5,
        "unit": "work_day",
        "days_late": 263,
    }
    made = finding(f"L-{place}", message="2024-09-27 收到,应于 2024-10-10 前答复," * 20)
    return replace(made, evidence=evidence, unit=f"SL{place % 40:02}")


def _other(place: int) -> Finding:
    return finding(f"Z-{place}", clause="5.3.4#4")


def test_a_hundred_thousand_findings_give_a_page_below_five_megabytes_that_says_what_it_leaves_out() -> None:
    text = html_text(many(100_000), "zh")
    made = parsed_page(text)
    rows = made.xpath("//table[@id='findings-table']/tbody/tr")
    assert len(text.encode()) <= 5_000_000
    assert 500 <= len(rows) <= MOST_FINDINGS
    notice = said(made.xpath("//section[@id='findings']//p[@class='cap']")[0])
    assert f"共 100,003 处问题,此处列出 {len(rows):,} 处" in notice
    assert "findings.parquet" in notice
    assert len({row.get("data-rule") for row in rows}) == 2  # the rule with few is not crowded out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_screen_reader_finds_its_way(example: AuditResult, lang: str) -> None:
    made = page(example, lang)
    assert made.get("lang") == ("en" if lang == "en" else "zh-CN")
    assert [len(made.xpath(f"//{tag}")) for tag in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    levels = [int(heading.tag[1]) for heading in made.xpath("//h1|//h2|//h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels) if before > 1)
    names = set(made.xpath("//@id"))
    assert len(names) == len(made.xpath("//@id"))
    assert {link[1:] for link in made.xpath("//a/@href")} <= names
    assert set(made.xpath("//@aria-labelledby")) <= names
    for control in made.xpath("//input[not(ancestor::label)]|//select"):
        assert made.xpath(f"//label[@for='{control.get('id')}']")
    for drawing in made.xpath("//*[local-name()='svg']"):
        assert (
            drawing.get("aria-hidden") == "true"
            or drawing.get("aria-label")
            or drawing.xpath("ancestor::*[@aria-hidden='true']")
        )
    assert all(region.get("tabindex") == "0" and region.get("aria-label") for region in made.xpath("//*[@role='region']"))


def test_the_english_page_speaks_english() -> None:
    assert [word for word in words("en").values() if re.search("[\u4e00-\u9fff]", word)] == []
    english = said(page(replace(result(), figures=FIGURES), "en").get_element_by_id("pictures"))
    assert re.findall("[\u4e00-\u9fff]+", english.replace("受理的留言最迟5个工作日内答复", "")) == []


def luminance(colour: str) -> float:
    full = "".join(2 * digit for digit in colour[1:]) if len(colour) == 4 else colour[1:]
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


COLOURS = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", CSS))
PAIRS = [
    *((text, paper) for text in ("ink", "soft", "link") for paper in ("paper", "wash")),
    *((tone, f"{tone}-wash") for tone in ("bad", "warn", "doubt", "good")),
    *((tone, "paper") for tone in ("bad", "warn", "good")),
]


@pytest.mark.parametrize(("text", "paper"), PAIRS)
def test_every_text_stands_out_from_its_ground(text: str, paper: str) -> None:
    assert contrast(COLOURS[text], COLOURS[paper]) >= 4.5


@pytest.mark.parametrize("colour", ["#6e7781", "#3d444d"])
def test_the_faintest_greys_are_still_readable(colour: str) -> None:
    assert colour in CSS
    assert contrast(colour, "#ffffff" if colour == "#6e7781" else "#eaeef2") >= 4.5


FIGURES = Figures(
    (Spread("DB23T3649.10/5.3.3#2", "work_day", 5, ((1, 3), (6, 1))),),
    (Monthly("letter", (("2024-09", 4), ("2024-10", 2))),),
)


def test_a_run_without_figures_says_why_there_are_no_pictures() -> None:
    assert "--format html" in said(page(result()).get_element_by_id("pictures"))
    assert "--format html" not in said(page(replace(result(), figures=FIGURES)).get_element_by_id("pictures"))


def test_answers_of_inspectors_are_listed_with_what_they_did() -> None:
    answer = AnswerUsed(
        rule="DB23T3649.10/5.4.1",
        record="",
        answer="pass",
        effect=Effect.ANSWERED,
        count=1,
        why=Message("", ""),
        evidence="会议纪要第3号",
        note="",
        inspector="核查组",
        day=result().as_of.date(),
        expires=None,
        where="核查表.xlsx:2",
    )
    made = replace(result(), attested=Attested(FormRead("核查表.xlsx", 1, "0" * 64), (answer,)))
    text = said(page(made).get_element_by_id("decisions"))
    assert "会议纪要第3号" in text
    assert "已答复" in text


def test_what_an_earlier_ledger_says_stands_beside_its_finding() -> None:
    texts = {"measures": "约谈承办科室", "progress": "已答复,电话13812345678", "evidence": "从前的证据"}
    mark = finding("L-11").fingerprint
    note = LedgerNote(mark, "DB23T3649.10/5.3.3#2", "L-11", is_false_alarm=False, texts=texts, where="台账.xlsx:3")
    made = redacted(
        replace(result(), ledger=LedgerRead(FormRead("台账.xlsx", 1, "0" * 64), {mark: note}, met=frozenset({mark})))
    )
    noted = page(made).xpath("//dl[contains(@class, 'noted')]")
    assert [" ".join(map(said, fact)) for fact in noted[0]] == ["整改措施 约谈承办科室", "整改情况 已答复,电话138****5678"]
    assert len(noted) == 1


def test_nothing_found_is_said_in_words() -> None:
    made = page(result((outcome("4.1.2", OutcomeKind.PASS, Counts(passed=4)),), ()))
    assert "没有发现问题。" in said(made.get_element_by_id("findings"))


def test_the_same_result_gives_the_same_page() -> None:
    assert html_text(result(), "zh") == html_text(result(), "zh")
    assert len(FINDINGS) == len(page(result()).xpath("//table[@id='findings-table']/tbody/tr"))
