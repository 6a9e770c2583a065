import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Input, Reject, Verdict, fill
from dbcheck.pipeline import audit
from dbcheck.plugins.detectors.written import Pattern
from dbcheck.reports import masking, redaction
from dbcheck.reports.formats import FORMATS, write_reports
from dbcheck.reports.masking import mask_key, mask_text
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


NUMBERS = st.sampled_from(
    [
        *(
            "13812345678",
            "12012345678",
            "１３８１２３４５６７８",
            "138 1234 5678",
            "8613812345678",
            "138123456789",
            "138123456781234",
        ),
        *("230103198001011234", "11010519491231002X", "330102198001011234", "２３０１０３１９８００１０１１２３４"),
        *("622202198001011237", "622202198001011234", "6222021234567890123"),  # the first is a card by its check digit
        *("0451-88881234", "045188881234", "5678901234"),
    ]
)
PIECES = st.sampled_from(
    [
        *(
            "zhang@qq.com",
            "webmaster@hlj.gov.cn",
            "微信号:abc_12345",
            "QQ123456",
            "银行卡号",
            "编码",
            "电话",
            "办公",
            "http://x/",
        ),
        *("张三", "张小明", "欧阳翠花", "网友", "您好", "先生", "家住", "3栋2单元501室", "3号楼2门301", "中山路5号301室"),
        *("。", ",", "、", "…", "“", '"', "\\", "\n", " ", "-", ".", "*", "_", "a", "1", "９", "－"),
    ]
)
TEXT = st.lists(NUMBERS.map("编码{}。".format) | NUMBERS | PIECES, min_size=1, max_size=5).map("".join)
EVIDENCE = st.fixed_dictionaries(
    {"field": st.sampled_from(["content", "author_name", "letter_id.contact", "x"]), "quote": TEXT},
    optional={"found": st.sampled_from(["mobile", "author_name"]), "at": st.integers(1, 9), "value": TEXT, "due": TEXT},
)


@settings(max_examples=300, deadline=None)
@given(st.lists(EVIDENCE, min_size=1, max_size=6))
def test_many_findings_are_masked_as_few_are(evidence: list[dict[str, object]]) -> None:
    template = "有“{quote}”和{value}字,{due}"
    held = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in evidence]
    frame = pl.DataFrame(
        {
            "rule": "R/1",
            "saying": [0] * len(held),
            "evidence": held,
            "message": [fill(template, each) for each in evidence],
            "record": TEXT_KEYS[: len(held)],
        },
        schema_overrides={"saying": pl.UInt8},
    )
    with patch.object(redaction, "FEW", 0):
        many = mask_frame(frame, {"R/1": (Message(template, template),)}, "zh")
    masked = [mask_evidence(each) for each in evidence]
    assert [json.loads(text) for text in many["evidence"]] == masked
    assert many["message"].to_list() == [fill(template, each) for each in masked]
    assert many["record"].to_list() == [mask_key(key) for key in TEXT_KEYS[: len(held)]]


TEXT_KEYS = ["13812345678", "L-1", "zhang@qq.com", "１３８１２３４５６７８", "138－1234－5678", "LY20240513000012345"]


@settings(max_examples=500, deadline=None)
@given(TEXT)
def test_no_text_that_is_masked_lacks_a_sign_of_it(text: str) -> None:
    """The signs spare most texts a closer look; here every text gets one."""
    with patch.object(masking, "_SIGNS", Pattern("")):
        looked_at = masking._masked(text)
    assert mask_text(text) == looked_at
    assert bool(re.search("|".join(redaction._CUES), text)) or looked_at == text
