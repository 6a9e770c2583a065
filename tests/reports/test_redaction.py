import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Input, Reject, Verdict
from dbcheck.pipeline import audit
from dbcheck.reports.formats import FORMATS, write_reports
from dbcheck.reports.redaction import FEW, mask_evidence, mask_frame, redacted
from reports.specimens import finding, result
from reports.written_texts import text_of

LETTERS = [
    {
        "id": "L-1",
        "type": "consult",
        "author_name": "张小明",
        "author_contact": "13812345678",
        "title": "道路",
        "content": "道路破损",
        "received_at": "2024-09-27 09:00",
        "accepted": True,
        "replied_at": "2024-10-15 09:00",
        "reply_content": "张小明您好,您的电话13812345678、邮箱zhang@qq.com已登记,家住幸福小区3栋2单元501室的情况已转交通局办理。",
        "published_at": "2024-10-16 09:00",
        "published_text": "网民张小明反映道路破损,电话13812345678,邮箱zhang@qq.com,住幸福小区3栋2单元501室。",
    }
]
SECRETS = ("张小明", "13812345678", "zhang@qq.com", "2单元501室")


@pytest.fixture(scope="module")
def done() -> AuditResult:
    return audit({"letter": LETTERS}, as_of="2025-06-30").result


def test_the_export_breaks_rules_about_personal_data(done: AuditResult) -> None:
    messages = " ".join(found.message for found in done.findings.gravest(100))
    assert any(secret in messages for secret in SECRETS)


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_format_shows_personal_data(done: AuditResult, tmp_path: Path, name: str) -> None:
    for path in write_reports(done, tmp_path, (name,)):
        text = text_of(path)
        assert "L-1" in text or path.name in ("rejects.parquet", "manifest.json", "bulletin.docx")
        assert [secret for secret in SECRETS if secret in text] == [], path.name


def test_who_asks_for_it_gets_the_texts_as_they_are_and_the_manifest_says_so(done: AuditResult, tmp_path: Path) -> None:
    write_reports(done, tmp_path / "masked")
    write_reports(done, tmp_path / "open", redact=False)
    masked, unmasked = (
        json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))["redacted"]
        for name in ("masked", "open")
    )
    assert (masked, unmasked) == (True, False)
    assert "13812345678" in (tmp_path / "open" / "results.json").read_text(encoding="utf-8")


def test_masking_changes_no_fingerprint_no_count_and_no_key(done: AuditResult) -> None:
    hidden = redacted(done)
    before, after = done.findings.frame(), hidden.findings.frame()
    same = ["rule", "kind", "record", "verdict", "severity", "source", "fingerprint", "unit"]
    assert before.select(same).equals(after.select(same))
    assert hidden.findings.by_severity() == done.findings.by_severity()
    assert [f.fingerprint for f in hidden.findings.gravest(100)] == [f.fingerprint for f in done.findings.gravest(100)]


def test_a_frame_and_single_findings_are_masked_alike(done: AuditResult) -> None:
    hidden = redacted(done)
    frame = {(row["rule"], row["record"]): row for row in hidden.findings.frame().rows(named=True)}
    for found in hidden.findings.gravest(1000):
        row = frame[found.rule, found.record]
        assert (row["message"], json.loads(row["evidence"])) == (found.message, dict(found.evidence))


def test_a_record_that_is_a_phone_number_keeps_its_fingerprint() -> None:
    named = replace(finding("L-1"), record="13812345678")
    (masked,) = redacted(result(findings=[named])).findings.gravest(1)
    assert masked.record == "138****5678"
    assert masked.fingerprint == named.fingerprint


def test_the_value_of_a_personal_field_is_masked_and_that_of_an_office_stays() -> None:
    assert mask_evidence({"field": "author_name", "value": "张三", "shown": "张三"})["shown"] == "张某"
    assert mask_evidence({"field": "letter_id.author_contact", "value": "13812345678"})["value"] == "138****5678"
    assert mask_evidence({"field": "contact", "value": "13812345678"})["value"] == "13812345678"


def test_rejected_cells_are_masked_by_the_field_their_column_stands_for() -> None:
    part = Input("a.csv", "letter", 3, 1, 2, {"姓名": "author_name", "备用电话": None, "标题": "title"})
    no = Message("'张三' 读不了", "'张三' cannot be read")
    rejects = (
        Reject("a.csv", 2, "姓名", "张三", no, whole_row=False),
        Reject("a.csv", 3, "备用电话", "八八八", Message("a", "a"), whole_row=False),
        Reject("a.csv", 4, "标题", "道路", Message("a", "a"), whole_row=False),
        Reject("a.csv", 5, "", "1,李四,13912345678", Message("列数不符", "columns"), whole_row=True),
    )
    masked = redacted(result(inputs=(part,), rejects=rejects)).rejects
    assert [reject.value for reject in masked] == ["张某", "八**", "道路", "1,李某,139****5678"]
    assert masked[0].reason.zh == "'张某' 读不了"


def test_a_redacted_result_is_not_redacted_again() -> None:
    once = redacted(result())
    assert redacted(once) is once


def test_a_message_without_its_template_is_masked_as_a_text() -> None:
    said = finding("L-2", verdict=Verdict.SUSPECT, message="答复中有电话13812345678")
    (masked,) = redacted(result(findings=[replace(said, dated=date(2024, 5, 1))])).findings.gravest(1)
    assert masked.message == "答复中有电话138****5678"


@pytest.mark.parametrize("times", [1, FEW])
def test_a_message_is_masked_whether_or_not_it_can_be_said_again_from_its_evidence(times: int) -> None:
    phone, called = "13812345678", "电话13812345678"
    rows = [
        ("R/1", 0, json.dumps({"quote": called}), f"公开内容有:{called}"),
        ("R/1", 0, "{}", "没有答复"),
        ("R/1", None, "{}", f"公开内容有:{called}"),  # of a release that did not say which message it is
        ("R/2", 0, "{}", f"公开内容有:{called}"),  # of a pack that is not here
    ]
    schema = {"rule": pl.String, "saying": pl.UInt8, "evidence": pl.String, "message": pl.String, "record": pl.String}
    frame = pl.DataFrame([(*row, "L-1") for row in rows * times], schema=schema, orient="row")
    masked = mask_frame(frame, {"R/1": (Message("公开内容有:{quote}", "it has {quote}"),)}, "zh")
    assert (
        masked["message"].to_list()
        == ["公开内容有:电话138****5678", "没有答复", *["公开内容有:电话138****5678"] * 2] * times
    )
    assert not masked["evidence"].str.contains(phone).any()
