"""Loading packs: every mistake is found, said where it stands, and all of them at once."""

import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.errors import PackError
from dbcheck.records.snapshot import kinds
from dbcheck.rules import loader, pack_reading
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack
from rules.specimen_packs import CHECKERS, GOOD

HERE = "§"  # in a row of BROKEN: where the mistake is


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBCHECK_CACHE", str(tmp_path / "cache"))


def loaded(folder: Path, text: str | bytes) -> Pack:
    path = folder / "TEST1.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_pack(path, kinds=kinds(), checkers=CHECKERS)


def mistakes(folder: Path, text: str | bytes) -> list[tuple[str, str, str]]:
    """Give (line:column, subject, English text) of every mistake."""
    with pytest.raises(PackError) as caught:
        loaded(folder, text)
    start = f"{folder / 'TEST1.yaml'}:"
    assert all(problem.where.startswith(start) for problem in caught.value.problems)
    return [(problem.where.removeprefix(start), problem.subject, problem.message.en) for problem in caught.value.problems]


# what of GOOD is replaced, by what (the mistake stands at the mark), which rule it concerns, what is said
BROKEN = [
    # the file
    ("pack: TEST1\n", "§title_zh: 甲\npack: TEST1\n", "", "no key 'title_zh'; use one of: title"),
    ("document: T/TEST 1-2023\n", "", "", "document is missing; e.g. document: DB23/T 3649.10-2023"),
    ('effective: "2023-12-29"\n', "", "", "effective is missing"),
    ('"2023-11-30"', '§"2023-11-31"', "", "published: there is no day 2023-11-31"),
    ('"2023-11-30"', "§2023-11-30", "", 'the date 2023-11-30 needs quotes: "2023-11-30"'),
    ('"2023-11-30"', '§"2023年11月30日"', "", 'published: this is a date in quotes, e.g. "2023-11-30"'),
    ('"2023-12-29"', '§"2023-01-01"', "", "effective is before published"),
    ("pack: TEST1", "pack: §A/B", "", "pack: no white space, / or # in it"),
    ("title: 试验标准", "title: §[甲]", "", "title: this is text"),
    ("title: 试验标准", "title: 甲\n§title: 乙", "", "key title was already given in line 2; keep one"),
    ('"5.10", ', "§5.10, ", "", '5.10 is not text without quotes; quote it: "5.10"'),
    ('["1", ', "[§1, ", "", '1 is not text without quotes; quote it: "1"'),
    ('"6", "7"]', '"6", "7", §"8"]', "", "clause 8 has no rule; add one"),
    ('"6", "7"]', '"6", "7", §"6"]', "", "clause 6 is listed twice"),
    ("\nclauses:", "\nclauses: §[]\nclauses_old:", "", "clauses: this is a list of at least one item"),
    # a rule
    ('- clause: "1"', "- clause: §1", "1", 'clause: 1 is not text without quotes; quote it: "1"'),
    ('- clause: "5.10"', "- clause: §5.10", "5.10", 'clause: 5.10 is not text without quotes; quote it: "5.10"'),
    ('part: "2"\n  requirement: 受', "part: §2\n  requirement: 受", "5.3.3#2", 'part: 2 is not text without quotes; quote it: "2"'),
    ('- clause: "1"', '- clause: §"1.1"', "1.1", "clauses does not list clause '1.1'; use one of"),
    ('part: "2"\n  requirement: 受', 'part: "1"\n  requirement: 受', "5.3.3#1", "rule 5.3.3#1 is already in line 18"),
    ('- clause: "6"\n  part: "1"\n', '- clause: §"6"\n', "6", "clause 6 has several rules: give each its part"),
    ("  requirement: 范围\n", "", "1", "requirement is missing"),
    ("requirement: 范围", 'requirement: §"  "', "1", "requirement: must not be empty"),
    ("requirement: 范围", "requirement:§", "1", "requirement: must not be empty"),
    ("  modality: should\n", "  modality: §ought\n", "6#1", "there is no modality 'ought'; use one of: "),
    ("  modality: should\n", "  modality: §may\n", "6#1", "may obliges nobody, so check is informative"),
    ("范围\n  modality: info", "范围\n  modality: §shall", "1", "shall binds somebody: choose a checker or attestation"),
    ("requirement: 每站一条来信", "requirement: §标题:来信", "6#1", "a heading obliges nobody"),
    ("  subject: competent_office\n", "", "5.10", "subject is missing: who is obliged"),
    ("subject: competent_office", "subject: §Office", "5.10", "subject: 'Office' must be lower-case letters"),
    ("workflow: letters", "workflows: letters", "5.3.3#1", "there is no key 'workflows'; use one of: workflow"),
    ("workflow: letters", "workflow: §on", "5.3.3#1", "on is a truth value"),
    ("check: text_scan", "check: §text_scam", "6#2", "there is no checker 'text_scam'; use one of: text_scan"),
    ("- clause: \"1\"\n", "- §letter\n- clause: \"1\"\n", "rules[0]", "this is a mapping that begins with clause:"),
    # parameters
    ("max: 5", 'max: §"thirty"', "5.3.3#2", 'max is "thirty"; write a whole number, e.g. 30'),
    ("max: 5", 'max: §"5"', "5.3.3#2", 'max is "5"; write a whole number'),
    ("max: 5", "max: §5.5", "5.3.3#2", "max is 5.5; write a whole number"),
    ("max: 5", "max: §true", "5.3.3#2", "max is true; write a whole number"),
    ("unit: work_day\n  examples", "unit: §workday\n  examples", "5.3.3#2", 'unit is "workday"; write one of: minute, hour, work_day'),
    ("max: 5", "§maximum: 5", "5.3.3#2", "time_limit has no parameter 'maximum'; use one of: max"),
    ("max: 5", "max: 5\n    due: {year: received_at, §yeer: 1}", "5.3.3#2", "due has no parameter 'yeer'; use one of: year"),
    ("max: 5", "max: 5\n    due: §{add_years: 1}", "5.3.3#2", "parameter year is missing"),
    ("max: 5", "max: 5\n    keys: §{a: 1}", "5.3.3#2", "keys is {\"a\": 1}; write text"),
    ("max: 5", "max: 5\n    pairs: [[a, b], [a, §1]]", "5.3.3#2", "pairs.1.1 is 1; write text"),
    ("    to: replied_at\n", "", "5.3.3#2", "parameter to is missing"),
    ("from: received_at\n    to", "from: §recieved_at\n    to", "5.3.3#2", "letter has no field 'recieved_at'; use one of: received_at"),
    ("with: {record: letter, field", "with: {record: §leter, field", "6#2", "there is no record kind 'leter'; use one of: letter"),
    ("all: [replied_at, reply_org]", "all: [replied_at, §reply_unit]", "5.3.3#1", "letter has no field 'reply_unit'; use one of: reply_content, reply_org"),
    ("where: {accepted: true, status", "where: {accepted: §maybe, status", "5.3.3#1", "accepted is true or false, not 'maybe'"),
    ("where: {accepted: true, status", "where: {accepted: §yes, status", "5.3.3#1", "yes is a truth value for some readers"),
    ("[replied, closed]", "§[replied, done]", "5.3.3#1", "status has no value 'done'"),
    ("{accepted: {ne: false}}", "{accepted: {§neq: false}}", "5.3.3#2", "there is no operator 'neq'; use one of: ne"),
    ("{accepted: {ne: false}}", '{"acepted?": §{ne: false}}', "5.3.3#2", "letter has no field 'acepted'; use one of: accepted"),
    ("field: reply_content", "field: title", "6#2", "checker text_scan cannot use these parameters (RuntimeError: no titles)"),
    ("proposed: [min]", "proposed: [§max]", "6#1", "proposed names a parameter that the rule does not give: 'max'"),
    ("frequency: year", "frequency: §daily", "7#1", 'frequency is "daily"; write one of: once, year'),
    # $violates
    ('$violates: "5.3.3#2"', '$violates: §"5.3.3#3"', "5.10", "$violates: there is no rule '5.3.3#3'; use one of: 5.3.3#"),
    ('$violates: "5.3.3#2"', '$violates: §"5.10"', "5.10", "$violates leads back to rule 5.10 itself"),
    ('$violates: "5.3.3#2"', '$violates: §"7#1"', "5.10", "$violates: no machine decides rule 7#1"),
    # examples
    ("    suspect: [{reply", "    §fail: [{reply", "6#2", "text_scan only ever suspects; write suspect"),
    ("    suspect: [{reply_content: 已转有关部门}]\n", "", "6#2", "there is no example for suspect"),
    ("    pass: [{reply_content: 已于5月6日修复}]\n", "", "6#2", "there is no example for pass"),
    ("    pending: [{rec", "    §waiting: [{rec", "5.3.3#2", "there is no verdict 'waiting'; use one of: pass, fail"),
    ("suspect: [{reply_content", "suspect: [{§reply", "6#2", "letter has no field 'reply'; use one of"),
    ("pass: [{accepted: true", "pass: [{accepted: §1", "5.3.3#1", "accepted: 1 is not true or false"),
    ("pass: [{accepted: true, status: replied", "pass: [{accepted: true, status: §reply", "5.3.3#1", "status has no value 'reply'"),
    ("reply_org: 甲局", "reply_org: §12", "5.3.3#1", 'reply_org: 12 is not text without quotes; quote it: "12"'),
    ('as_of: "2024-10-08"', 'as_of: §"8.10.2024"', "5.3.3#2", "this is an instant in quotes"),
    ('as_of: "2024-10-08"', 'as_of: §"2024-10-08 25:00"', "5.3.3#2", "there is no instant 2024-10-08 25:00"),
    ('replied_at: "2024-10-11 00:00"', "replied_at: §2024-10-11", "5.3.3#2", "the date 2024-10-11 needs quotes"),
    ('replied_at: "2024-10-11 00:00"', 'replied_at: §["2024-10-11"]', "5.3.3#2", "replied_at: this is an instant in quotes"),
    ("site: [{id: s1, name: 甲站}]", "§sites: [{id: s1, name: 甲站}]", "5.10", "there is no record kind 'sites'; use one of: site"),
    ("site: [{id: s1, name: 甲站}]", "site: §{id: s1, name: 甲站}", "5.10", "site takes a list of records"),
    ('letter: [{id: "2"}]', 'letter: [§{id: L7}]', "5.10", "id 'L7' is that of the judged record"),
    ("letter: [{site_id: s1}]}, as_of", "letter: [{site_id: s1}]}, §main: x, as_of", "6#1", "an example with records has no key 'main'"),
    ("fail: [{received_at: \"2024-09-27\",", "fail: {received_at: \"2024-09-27\", a: [", "", "broken YAML"),
    ("check: informative\n- clause: \"5.3\"", "check: informative\n  §examples: {pass: [{title: 甲}]}\n- clause: \"5.3\"", "1", "has no examples"),
    ("max: null, unit: work_day}\n", "max: null, unit: work_day}\n  §examples: {pass: [{}]}\n", "7#2", "only measures gives no verdict"),
    ("    fail: [{records: {site: [{id: s1}]}", "    fail: [{records: {site: [{id: s1}], letter: [{}, {}, {}]}", "6#1", "both sides of the limit: give a pass and a fail that differ by at most one record"),
    ('"2024-10-11 00:00"', '"2024-10-12 00:00"', "5.3.3#2", "both sides of the limit: give a pass and a fail that begin alike and end at most a day apart"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "subject", "said"), BROKEN, ids=[f"{row[2]}: {row[3][:40]}" for row in BROKEN])
def test_a_mistake_is_said_where_it_stands(tmp_path: Path, old: str, new: str, subject: str, said: str) -> None:
    assert GOOD.count(old) == 1, "the row must change one place"
    marked = GOOD.replace(old, new)
    found = mistakes(tmp_path, marked.replace(HERE, ""))
    matching = [where for where, about, text in found if about == subject and said in text]
    assert matching, found
    if HERE in marked:
        before = marked[: marked.index(HERE)]
        assert matching == [f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"]


def test_the_message_is_file_line_column_rule_and_what_would_be_right(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        loaded(tmp_path, GOOD.replace("max: 5", 'max: "thirty"'))
    start = f"{tmp_path / 'TEST1.yaml'}:41:10  5.3.3#2: "
    assert caught.value.say("en") == f'{start}max is "thirty"; write a whole number, e.g. 30'
    assert caught.value.say("zh") == f'{start}max 是 "thirty";应写一个整数,如 30'


def test_all_mistakes_come_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD
    for old, new in (
        ('"6", "7"]', '"6", "7", "8"]'),
        ("max: 5", "max: five"),
        ("check: text_scan", "check: text"),
        ("frequency: year", "frequency: never"),
        ('effective: "2023-12-29"', "effective: 2023-12-29"),
    ):
        text = text.replace(old, new)
    found = mistakes(tmp_path, text)
    assert [subject for _, subject, _ in found] == ["", "", "5.3.3#2", "6#2", "7#1"]


def test_a_mistake_of_yaml_is_not_said_again_by_what_follows(tmp_path: Path) -> None:
    found = mistakes(tmp_path, GOOD.replace("pass: [{accepted: true", "pass: [{accepted: yes"))
    assert [text[:12] for _, _, text in found] == ["yes is a tru"]


def test_broken_yaml_is_all_that_is_said_about_a_file(tmp_path: Path) -> None:
    found = mistakes(tmp_path, GOOD + "  x: [")
    assert len(found) == 1
    assert "broken YAML" in found[0][2]


def test_an_empty_file_is_no_pack(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "") == [("1:1", "", "the file is empty; a pack begins with pack:")]


def test_a_file_that_is_not_there_is_a_pack_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load_pack(tmp_path / "none.yaml", kinds=kinds(), checkers=CHECKERS)


def test_a_circle_of_violates_is_said_at_every_link(tmp_path: Path) -> None:
    found = mistakes(tmp_path, GOOD.replace("where: {accepted: {ne: false}}", 'where: {$violates: "5.10"}'))
    assert [subject for _, subject, text in found if "leads back" in text] == ["5.3.3#2", "5.10"]


def test_a_pack_holds_what_its_file_says(tmp_path: Path) -> None:
    pack = loaded(tmp_path, GOOD)
    assert (pack.id, pack.title, pack.title_en, pack.effective) == ("TEST1", "试验标准", "", date(2023, 12, 29))
    assert pack.clauses == ("1", "5.3", "5.3.3", "5.10", "6", "7")
    rule = pack.index["5.3.3#2"]
    assert rule.id == "TEST1/5.3.3#2"
    assert rule.params["from"] == "received_at"
    assert rule.where == f"{tmp_path / 'TEST1.yaml'}:30:3"
    assert [example.verdict for example in rule.examples] == ["pass", "fail", "pending"]
    assert rule.examples[2].as_of == "2024-10-08"


def test_the_judged_record_of_an_example_has_an_id_and_stands_first(tmp_path: Path) -> None:
    pack = loaded(tmp_path, GOOD)
    given, other = (pack.index[ref].examples[0] for ref in ("5.3.3#2", "5.10"))
    assert (given.main, given.records["letter"][0]["id"]) == ("1", "1")
    assert other.main == "L7"
    assert [letter["id"] for letter in other.records["letter"]] == ["L7", "2"]
    assert other.records["site"] == ({"id": "s1", "name": "甲站"},)


def test_an_example_about_groups_judges_them_all(tmp_path: Path) -> None:
    example = loaded(tmp_path, GOOD).index["6#1"].examples[0]
    assert (example.main, example.as_of) == (None, "2024-12-31")
    assert example.records == {"site": ({"id": "s1"},), "letter": ({"site_id": "s1"},)}


def test_the_second_loading_comes_from_the_snapshot_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = loaded(tmp_path, GOOD)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the YAML was read again")

    monkeypatch.setattr(pack_reading, "read_pack", refuse)
    assert loaded(tmp_path, GOOD) == first
    with pytest.raises(AssertionError, match="read again"):
        loaded(tmp_path, GOOD.replace("范围", "范围。"))


def test_a_snapshot_holds_for_the_kinds_and_checkers_it_was_made_with(tmp_path: Path) -> None:
    loaded(tmp_path, GOOD)
    path = tmp_path / "TEST1.yaml"
    letter = kinds()["letter"]
    without = replace(letter, fields={name: field for name, field in letter.fields.items() if name != "reply_org"})
    with pytest.raises(PackError, match="no field 'reply_org'"):
        load_pack(path, kinds={**kinds(), "letter": without}, checkers=CHECKERS)
    with pytest.raises(PackError, match="no checker 'count'"):
        load_pack(path, kinds=kinds(), checkers={name: each for name, each in CHECKERS.items() if name != "count"})


def test_a_pack_with_mistakes_leaves_no_snapshot(tmp_path: Path) -> None:
    for _ in range(2):
        assert mistakes(tmp_path, GOOD.replace("max: 5", "max: five"))


def test_a_file_that_moved_is_named_by_its_new_place(tmp_path: Path) -> None:
    loaded(tmp_path, GOOD)
    (tmp_path / "new").mkdir()
    pack = loaded(tmp_path / "new", GOOD)
    assert pack.rules[0].where == f"{tmp_path / 'new' / 'TEST1.yaml'}:10:3"


def test_a_snapshot_needs_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    """In a fresh interpreter with the checkers of this folder, as an audit would load a pack."""
    program = (
        "import sys; from pathlib import Path;"
        "from dbcheck.records.snapshot import kinds; from dbcheck.rules.loader import load_pack;"
        "from rules.specimen_packs import CHECKERS;"
        "load_pack(Path(sys.argv[1]), kinds=kinds(), checkers=CHECKERS);"
        "print([name for name in ('yaml', 'pydantic', 'jsonschema', 'polars') if name in sys.modules])"
    )
    (tmp_path / "TEST1.yaml").write_text(GOOD, encoding="utf-8")
    paths = {"PYTHONPATH": ":".join(path for path in sys.path if path), "DBCHECK_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-c", program, str(tmp_path / "TEST1.yaml")]
    answers = [run(command, env=paths, capture_output=True, text=True, check=True).stdout.strip() for _ in range(2)]
    assert answers == ["['yaml', 'pydantic']", "[]"]


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """Give the good pack after some deletions, doublings, swaps and insertions."""
    lines = GOOD.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "indent", "swap", "edit", "word"])):
            case "drop":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "indent":
                lines[place] = draw(st.sampled_from(["", " ", "  ", "\t"])) + lines[place].lstrip()
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "edit":
                cut = draw(st.integers(0, len(lines[place])))
                inserted = draw(st.text(alphabet="[]{}:,#&*!|>'\"%@` -0159.$_\\x~\t\n年\x00", max_size=3))
                lines[place] = lines[place][:cut] + inserted + lines[place][cut + draw(st.integers(0, 3)) :]
            case "word":
                words = re.findall(r"[\w$.]+|\W+", lines[place])
                if words:
                    value = draw(
                        st.sampled_from(["null", "[]", "{}", "5.10", "true", "''", "[[1]]", "{a: {b: c}}", "$any", "x"])
                    )
                    words[draw(st.integers(0, len(words) - 1))] = value
                    lines[place] = "".join(words)
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def read(raw: bytes) -> Pack | PackError:
    try:
        plain = pack_reading.read_pack(raw, "x.yaml", kinds=kinds(), checkers=CHECKERS)
    except PackError as error:
        return error
    return loader.pack_of(plain, label="x.yaml", path="x.yaml", digest="")


@settings(max_examples=300, deadline=None)
@given(raw=mutilated())
def test_no_mutilation_makes_the_loader_raise_anything_but_a_pack_error(raw: bytes) -> None:
    answer = read(raw)
    if isinstance(answer, Pack):
        assert set(answer.clauses) == {rule.clause for rule in answer.rules}
        return
    assert answer.problems
    assert all(re.fullmatch(r"x\.yaml:[1-9][0-9]*:[1-9][0-9]*", problem.where) for problem in answer.problems)
    said = [problem.message.en for problem in answer.problems]
    assert not [text for text in said if "cannot use these parameters (" in text and "no titles" not in text]


@settings(max_examples=150, deadline=None)
@given(raw=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_make_the_loader_raise_anything_but_a_pack_error(raw: bytes) -> None:
    assert isinstance(read(raw), PackError)
