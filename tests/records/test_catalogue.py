"""The declarations hold together: labels, headers, file words, references, own dates."""

import re
import unicodedata
from pathlib import Path

import pytest

from dbcheck.errors import Message
from dbcheck.records.catalogue import kinds, models
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.model import spelled
from dbcheck.records.predicate import resolve

EVERY = list(kinds().values())
FIELDS = [(kind.name, field) for kind in EVERY for field in kind.fields.values()]
LABELLED = [pytest.param(field, id=f"{kind}.{field.name}") for kind, field in FIELDS if field.labels]
ENUMS = [pytest.param(field, id=f"{kind}.{field.name}") for kind, field in FIELDS if field.type is FieldType.ENUM]
OURS = {"workflow_event"}  # kinds that the data dictionary does not have: they are evidence, not what a portal is about
DICTIONARY = Path(__file__).parents[2] / "../shared/design/clauses/data_dictionary.md"


def folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).lower().replace(" ", "")


def test_there_are_55_kinds() -> None:
    assert len(EVERY) == 55


@pytest.mark.parametrize("field", LABELLED)
def test_every_label_says_a_declared_value(field: Field) -> None:
    declared = field.values if field.type is FieldType.ENUM else ("true", "false")
    assert field.type in (FieldType.ENUM, FieldType.BOOL)
    assert set(field.labels.values()) <= set(declared)


@pytest.mark.parametrize("field", LABELLED)
def test_a_label_means_one_value_however_it_is_typed(field: Field) -> None:
    meant: dict[str, str] = {value: value for value in field.values}
    for label, value in field.labels.items():
        assert meant.setdefault(folded(label), value) == value, label
        assert label == unicodedata.normalize("NFKC", label).strip()


@pytest.mark.parametrize("field", ENUMS)
def test_every_value_of_an_enum_has_a_chinese_label(field: Field) -> None:
    chinese = {value for label, value in field.labels.items() if re.search("[一-鿿]", label)}
    assert chinese == set(field.values)


@pytest.mark.parametrize("field", ENUMS)
def test_a_label_of_a_list_holds_no_separator(field: Field) -> None:
    assert not field.is_list or not any(re.search(r"[、,;|\n]", label) for label in field.labels)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_a_header_says_one_field(kind: Kind) -> None:
    said: dict[str, str] = {}
    for field in kind.fields.values():
        for header in (field.name, *field.headers):
            assert said.setdefault(folded(header), field.name) == field.name, header


def test_no_two_kinds_share_a_file_word() -> None:
    said: dict[str, str] = {}
    for kind in EVERY:
        assert kind.files
        for word in kind.files:
            assert said.setdefault(folded(word), kind.name) == kind.name, word


def longest(name: str) -> set[str]:
    """Give the kinds whose longest word in a file name is the longest of all."""
    found = {kind.name: max((len(word) for word in kind.files if word in name.lower()), default=0) for kind in EVERY}
    return {kind for kind, length in found.items() if length == max(found.values()) > 0}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("letter.csv", "letter"),
        ("letters_2024.xlsx", "letter"),
        ("信件.xlsx", "letter"),
        ("来信导出2024年.xlsx", "letter"),
        ("省政府网站留言.csv", "letter"),
        ("咨询投诉办理情况.xlsx", "letter"),
        ("信件流转记录.xlsx", "letter_assignment"),
        ("信件交办.csv", "letter_assignment"),
        ("信件督办.csv", "letter_supervision"),
        ("咨询投诉责任单位.xlsx", "responsible_unit"),
        ("信件满意度.csv", "evaluation"),
        ("留言评论.csv", "comment"),
        ("我为政府网站找错.xlsx", "error_report"),
        ("找错留言.xlsx", "error_report"),
        ("找错留言流转.xlsx", "error_report_event"),
        ("在线访谈2024.xlsx", "interview"),
        ("在线访谈年度计划.xlsx", "interview_plan"),
        ("在线访谈提问.xlsx", "interview_question"),
        ("意见征集.xlsx", "solicitation"),
        ("征集意见及答复.xlsx", "solicitation_opinion"),
        ("栏目清单.xlsx", "column"),
        ("政策文件解读.xlsx", "interpretation"),
        ("政策文件.xlsx", "policy_document"),
        ("新媒体稿件.xlsx", "new_media_post"),
        ("信息稿件.xlsx", "article"),
        ("应转载信息.xlsx", "upstream_item"),
        ("转载任务.xlsx", "repost_duty"),
        ("政府信息公开年度报告.xlsx", "annual_report"),
        ("网站下线公告.csv", "announcement"),
        ("网站下线.csv", "site_offline"),
        ("抽检问题.csv", "spot_check_finding"),
        ("归档网页.csv", "archived_page"),
    ],
)
def test_the_longest_word_of_a_file_name_says_its_kind(name: str, kind: str) -> None:
    assert longest(name) == {kind}


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_a_kind_is_found_by_its_own_name(kind: Kind) -> None:
    assert longest(f"{kind.name}.csv") == {kind.name}


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_own_dates_and_names_are_fields_of_their_type(kind: Kind) -> None:
    for path in kind.own_dates:
        fields = resolve(kinds(), kind.name, path)
        assert not isinstance(fields, Message)
        assert fields[-1].type in (FieldType.DATE, FieldType.DATETIME, FieldType.INT)  # a year stands for its last day
    assert all(kind.fields[name].type is FieldType.STR and not kind.fields[name].is_list for name in kind.names)


def test_a_reference_points_at_a_kind_with_ids() -> None:
    for _, field in FIELDS:
        assert (field.type is FieldType.REF) == (field.ref is not None)
        assert field.ref is None or kinds()[field.ref].key == "id"


def test_a_spelling_of_two_values_is_refused() -> None:
    with pytest.raises(ValueError, match="办结 is said of replied and of closed"):
        spelled(replied="已答复 办结", closed="办结")
    assert spelled(return_="退回", accept="转办 受理") == {"退回": "return", "转办": "accept", "受理": "accept"}


def test_a_model_takes_no_field_that_is_not_declared() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        models()["letter"].model_validate({"id": "1", "nonsense": 2})


_TYPE = re.compile(r"(?P<list>list\[)?(?:ref (?P<ref>\w+)|enum\((?P<values>[\w,]+)\)|(?P<plain>\w+))\]?")


def dictionary() -> dict[str, dict[str, tuple[str, ...]]]:
    """Read kind -> field -> (type, meaning, headers) off the tables of the dictionary."""
    read: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            fields = read.setdefault(line[3:].partition(" ")[0], {})
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] not in ("field", "---"):
            fields[cells[0]] = (cells[1], cells[2], cells[3])
    return read


@pytest.mark.skipif(not DICTIONARY.exists(), reason="the data dictionary is not at hand")
class TestAgainstTheDataDictionary:
    def test_the_kinds_and_the_order_of_their_fields_are_the_same(self) -> None:
        assert {kind.name: list(kind.fields) for kind in EVERY if kind.name not in OURS} == {
            name: list(fields) for name, fields in dictionary().items()
        }

    def test_types_meanings_and_headers_are_the_same(self) -> None:
        for name, fields in dictionary().items():
            for field_name, (written, meaning, headers) in fields.items():
                field = kinds()[name].fields[field_name]
                found = _TYPE.fullmatch(written)
                assert found is not None, written
                assert field.is_list == (found["list"] is not None)
                assert field.ref == found["ref"]
                assert field.values == tuple((found["values"] or "").split(",") if found["values"] else ())
                assert found["plain"] in (None, str(field.type))
                assert field.meaning == meaning
                assert set(headers.split("/")) <= set(field.headers)

    def test_the_labels_of_the_kinds_are_the_same(self) -> None:
        titles = [line[3:] for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
        assert {kind.name: kind.label for kind in EVERY if kind.name not in OURS} == dict(
            title.split(" — ") for title in titles
        )
