import pytest

from dbcheck.plugins.checkers.text_scan import KeywordTerms, TextScan, TextScanParams
from dbcheck.plugins.detectors import DETECTORS
from dbcheck.records.catalogue import kinds
from plugins.verdicts import explained, verdict

LETTER = {"id": "1", "received_at": "2024-05-06 09:00", "replied_at": "2024-05-09"}
REPLIES = {"record": "letter", "where": {"replied_at": {"exists": True}}, "field": "reply_content"}
FORWARDED = "您好!您的来信已收悉,已转有关部门处理,感谢您的关注与支持!"


def letter(**fields: object) -> dict[str, list[dict[str, object]]]:
    return {"letter": [{**LETTER, **fields}]}


def params(detector: str, expect: str = "absent", **more: object) -> dict[str, object]:
    return {**REPLIES, "detector": detector, "expect": expect, **more}


ABSENT = [
    ("boilerplate", FORWARDED, "路灯已于5月8日修复,更换了灯泡。"),
    ("pii", "请联系13800000000", "请拨打12345"),
    ("secret", "机密★10年", "做好保密工作"),
    ("advert", "专业代开发票", "享受优惠政策"),
    ("abuse", "你们都是废物", "废物利用"),
    ("law_citation", "根据《甲省物业管理条例第三条规定", "根据《甲省物业管理条例》第三条规定"),
]


@pytest.mark.parametrize(("detector", "bad", "good"), ABSENT)
def test_what_a_detector_finds_is_suspect_where_it_must_be_absent(detector: str, bad: str, good: str) -> None:
    assert verdict("text_scan", params(detector), letter(reply_content=bad)) == "suspect"
    assert verdict("text_scan", params(detector), letter(reply_content=good)) == "pass"


@pytest.mark.parametrize(("detector", "bad", "good"), ABSENT)
def test_it_is_the_other_way_round_where_it_must_be_present(detector: str, bad: str, good: str) -> None:
    assert verdict("text_scan", params(detector, "present"), letter(reply_content=bad)) == "pass"
    assert verdict("text_scan", params(detector, "present"), letter(reply_content=good)) == "suspect"


@pytest.mark.parametrize("detector", ["boilerplate", "pii", "law_citation"])
@pytest.mark.parametrize("expect", ["absent", "present"])
@pytest.mark.parametrize("text", [None, " \u3000\n\u200b"])
def test_an_empty_text_is_undetermined(detector: str, expect: str, text: str | None) -> None:
    assert verdict("text_scan", params(detector, expect), letter(reply_content=text)) == "undetermined"


def test_a_letter_without_reply_is_out_of_scope() -> None:
    assert verdict("text_scan", params("boilerplate"), letter(replied_at=None, reply_content=FORWARDED)) == "out_of_scope"


@pytest.mark.parametrize(
    ("terms", "text", "expect", "word"),
    [
        ({"min_chars": 5, "max_chars": 8}, "一二三四五", "present", "pass"),
        ({"min_chars": 5, "max_chars": 8}, "一二三四 \u3000", "present", "suspect"),
        ({"min_chars": 5, "max_chars": 8}, "一二三四五六七八 \n", "present", "pass"),
        ({"min_chars": 5, "max_chars": 8}, "一二三四五六七八九", "present", "suspect"),
        ({"min_chars": 100}, "一" * 99, "present", "suspect"),
        ({"min_chars": 100}, "一" * 100, "present", "pass"),
        ({"has_any": ["收悉", "感谢"]}, "来信收悉", "present", "pass"),
        ({"has_any": ["收悉", "感谢"]}, "来信收到", "present", "suspect"),
        ({"has_any": ["其他材料"]}, "身份证及其他材料", "absent", "suspect"),
        ({"has_any": ["其他材料"]}, "身份证", "absent", "pass"),
        ({"min_chars": 9, "has_any": ["其他材料"]}, "身份证及其他材料", "absent", "pass"),
    ],
)
def test_keywords_match_when_all_their_conditions_hold(terms: dict[str, object], text: str, expect: str, word: str) -> None:
    assert verdict("text_scan", params("keywords", expect, terms=terms), letter(reply_content=text)) == word


def test_a_reply_is_off_topic_only_against_the_question_that_is_known() -> None:
    reply = "今年我省粮食播种面积稳中有升,春耕备耕顺利,农机具检修全部结束,化肥种子供应充足,气象台每日发布墒情预报。"
    question = "请问老旧小区加装电梯的补贴标准是多少,业主应当向哪个单位提交材料,审核一般要等多长时间,资金从哪里来?"
    rule = params("off_topic", compare="content")
    assert verdict("text_scan", rule, letter(reply_content=reply, content=question)) == "suspect"
    assert verdict("text_scan", rule, letter(reply_content=reply, content="今年春耕备耕的气象预报如何?")) == "pass"
    assert verdict("text_scan", rule, letter(reply_content=reply)) == "undetermined"


def test_the_writers_name_is_needed_only_to_look_for_it() -> None:
    rule = params("pii", compare="author_name")
    assert verdict("text_scan", rule, letter(reply_content="赵小禾反映路灯损坏", author_name="赵小禾")) == "suspect"
    assert verdict("text_scan", rule, letter(reply_content="赵小禾反映路灯损坏")) == "pass"
    assert verdict("text_scan", rule, letter(reply_content="电话13800000000")) == "suspect"


def test_a_list_is_read_line_by_line() -> None:
    post = {"id": "1", "published_at": "2024-05-06 09:00"}
    rule = {"record": "new_media_post", "field": "links", "detector": "advert", "expect": "absent"}
    shop = {"new_media_post": [{**post, "links": ["https://www.jia.example/a", "https://item.taobao.com/x"]}]}
    office = {"new_media_post": [{**post, "links": ["https://www.jia.example/a"]}]}
    assert verdict("text_scan", rule, shop) == "suspect"
    assert verdict("text_scan", rule, office) == "pass"
    assert verdict("text_scan", rule, {"new_media_post": [{**post, "links": []}]}) == "undetermined"


TITLE = "甲省人民政府关于印发《甲省电子证照管理办法》的通知"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("《甲省电子证照管理办法》解读", "pass"),
        ("甲政发〔2024〕5号文件解读", "pass"),
        ("春耕备耕工作会议在乙市召开。", "suspect"),
        (None, "undetermined"),
    ],
)
def test_an_interpretation_names_its_document_by_title_or_number(content: str | None, word: str) -> None:
    rule = {
        "record": "interpretation",
        "field": "content",
        "compare": "document_id.title",
        "detector": "similarity",
        "expect": "present",
    }
    documents = [{"id": "d", "title": TITLE, "doc_no": "甲政发〔2024〕5号"}]
    reading = {"id": "1", "document_id": "d", "published_at": "2024-05-06 09:00", "content": content}
    assert verdict("text_scan", rule, {"policy_document": documents, "interpretation": [reading]}) == word


def test_two_long_texts_are_alike_from_the_threshold_on() -> None:
    rule = {
        "record": "article",
        "field": "body",
        "compare": "manuscript_text",
        "detector": "similarity",
        "expect": "present",
    }
    draft = "甲市今日召开会议,研究部署春季农业生产工作,要求各区县抓紧落实。"
    article = {"id": "1", "published_at": "2024-05-06 09:00", "manuscript_text": draft}
    assert verdict("text_scan", rule, {"article": [{**article, "body": f"\u3000\u3000{draft}\n"}]}) == "pass"
    assert verdict("text_scan", rule, {"article": [{**article, "body": draft[:20]}]}) == "suspect"
    lenient = rule | {"threshold": 0.5}
    assert verdict("text_scan", lenient, {"article": [{**article, "body": draft[:20]}]}) == "pass"


def test_a_finding_says_what_was_found_where_and_quotes_no_more_than_sixty_characters() -> None:
    text = "路灯坏了。" * 60 + "请联系13800000000。" + "谢谢" * 60
    told = explained("text_scan", params("pii"), letter(reply_content=text))
    assert told.evidence["found"] == "mobile"
    assert told.evidence["at"] == text.index("1380") + 1
    assert "13800000000" in told.evidence["quote"]
    assert len(told.evidence["quote"]) <= 60
    assert "手机号码" in told.message


def test_a_finding_of_something_missing_says_how_long_the_text_is_and_what_was_wanted() -> None:
    rule = params("keywords", "present", terms={"min_chars": 20, "has_any": ["收悉"]})
    told = explained("text_scan", rule, letter(reply_content="已处理。 "))
    assert told.evidence["chars"] == 4
    assert told.evidence["wanted"] == "min_chars 20; 收悉"


@pytest.mark.parametrize("expect", ["absent", "present"])
@pytest.mark.parametrize("detector", sorted(DETECTORS))
@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦\u202e\u0000مرحبا", "《" * 20_000, "1" * 100_000, "\u3000" * 30_000 + "好"])
def test_hostile_cells_get_a_verdict(detector: str, expect: str, text: str) -> None:
    terms = {"terms": {"min_chars": 2, "max_chars": 9, "has_any": ["好"]}} if detector == "keywords" else {}
    rule = params(detector, expect, compare="content", **terms)
    assert verdict("text_scan", rule, letter(reply_content=text, content=text)) in ("pass", "suspect")


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (TextScanParams("letter", "reply_kontent", "pii"), ("field",)),
        (TextScanParams("letter", "replied_at", "pii"), ("field",)),
        (TextScanParams("letter", "reply_content", "pi"), ("detector",)),
        (TextScanParams("letter", "reply_content", "off_topic"), ()),
        (TextScanParams("letter", "reply_content", "keywords"), ("terms",)),
        (TextScanParams("letter", "reply_content", "keywords", terms=KeywordTerms()), ("terms",)),
        (TextScanParams("letter", "reply_content", "keywords", terms=KeywordTerms(has_any=("",))), ("terms", "has_any")),
        (TextScanParams("letter", "reply_content", "keywords", terms=KeywordTerms(9, 8)), ("terms",)),
        (TextScanParams("letter", "reply_content", "pii", terms=KeywordTerms(9)), ("terms",)),
        (TextScanParams("letter", "reply_content", "similarity", compare="content", threshold=1.5), ("threshold",)),
        (TextScanParams("letter", "reply_content", "pii", where={"statuss": "x"}), ("where", "statuss")),
    ],
)
def test_a_mistake_in_the_parameters_is_found_where_it_is(given: TextScanParams, where: tuple[str, ...]) -> None:
    assert [pointer for pointer, _ in TextScan().mistakes(given, kinds())] == [where]


def test_right_parameters_have_no_mistakes() -> None:
    given = TextScanParams("letter", "reply_content", "keywords", terms=KeywordTerms(1, 2, ("收悉",)))
    assert not list(TextScan().mistakes(given, kinds()))
