"""The faults that come with dbcheck: what they say, and that every rule has one, but for those that nothing can break."""

from pathlib import Path

import pytest

from dbcheck.cli.simulate_run import all_rules
from dbcheck.errors import PackError, UsageError
from dbcheck.platform.faults import catalogue
from dbcheck.platform.faults.catalogue import builtin_faults, chosen_faults
from dbcheck.platform.faults.mutators import MUTATORS
from dbcheck.records.snapshot import kinds
from dbcheck.rules.boundaries import can_fail
from dbcheck.rules.pack import Rule

# No record can break these. The text has no number: the rule measures, and gives no verdict until a profile adopts a number.
MEASURED = {
    "DB23T3649.10": ("5.2.8", "5.3.1#2", "5.3.5#1", "5.3.5#3", "5.4.1#1"),
    "GBF2017-47": ("(一)#2", "(一)#3", "(一)#9", "(一)4#4", "(二)2#4", "(二)3#3", "(二)4#2", "(二)4#7", "(四)3#5"),
    "DB15": (
        "4.2.2.3.2#5", "4.4.2.2#1", "4.4.4#1", "4.4.4#2", "4.5.1.1.1#2", "4.5.1.1.2#1", "4.5.1.1.4#2", "4.5.1.2.4#4", "4.5.2.1.3#2",
        "4.5.2.1.5", "4.5.2.2.2#2", "4.5.2.2.4", "4.5.4.3#5", "4.6.1.1.1#3", "4.6.4.2.1", "4.6.4.2.2", "5.4.1.6", "5.4.2.2#1",
        "5.4.2.3#1", "5.4.3.2#1", "5.5.1.3#1", "5.5.1.5#1", "6.2.3.1.3#1", "6.2.3.2.2#1",
    ),
    "QH2018-37": ("三(二)#2", "三(二)2#2", "三(二)4#2", "三(三)#2", "五3#1"),
    "DB23T3649.10-draft": ("6.3#4", "7.2.4#1", "7.5.1#2"),
}  # fmt: skip
# Nor these: every value that the field can have is allowed, or every record that it can name.
ALL_ALLOWED = {
    "DB23T3649.10": ("4.2d#2", "5.2.3#4", "5.2.7#2", "5.3.2#2"),
    "DB15": ("4.6.2.2.2#3",),
    "QH2018-37": ("一#3",),
    "DB23T3649.10-draft": ("4.2.1b#2", "6.3#3", "7.1.3"),
}


def ids(listed: dict[str, tuple[str, ...]]) -> set[str]:
    return {f"{pack}/{ref}" for pack, refs in listed.items() for ref in refs}


def machine_checked() -> dict[str, Rule]:
    """Give the rules of the five documents and of their workflows."""
    rules = {name: rule for name, rule in all_rules().items() if rule.is_machine_checked}
    assert {rule.pack.removesuffix("-workflows") for rule in rules.values()} == MEASURED.keys()
    return rules


def only_measures(rule: Rule) -> bool:
    bounds = ("max", "min", "max_field", "due") if rule.check == "time_limit" else ("min",)
    return rule.check in ("time_limit", "ratio") and all(rule.params.get(name) is None for name in bounds)


def test_every_machine_checked_rule_that_can_be_broken_has_a_fault() -> None:
    tripped = {rule for fault in builtin_faults() for rule in fault.trips}
    assert set(machine_checked()) - tripped == ids(MEASURED) | ids(ALL_ALLOWED)


def test_nothing_can_break_the_rules_that_have_no_fault() -> None:
    rules = machine_checked()
    assert {name for name, rule in rules.items() if only_measures(rule)} == ids(MEASURED)
    assert {name for name, rule in rules.items() if not can_fail(rule.check, rule.params, kinds())} == ids(ALL_ALLOWED)


def test_every_fault_names_rules_that_exist_and_aims_at_one_that_it_trips() -> None:
    rules = machine_checked()
    assert [fault.name for fault in builtin_faults() if not set(fault.trips) <= rules.keys()] == []
    assert [fault.name for fault in builtin_faults() if fault.aims not in fault.trips] == []


def test_every_kind_of_check_has_a_mutator() -> None:
    assert {rule.check for rule in machine_checked().values()} <= MUTATORS.keys()


def test_every_fault_says_what_goes_wrong_in_both_languages() -> None:
    faults = builtin_faults()
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in fault.says.zh) for fault in faults)
    assert all(fault.says.en.isascii() or "(" in fault.says.en or "lacks" in fault.says.en for fault in faults)
    assert len({fault.name for fault in faults}) == len(faults)


def test_a_file_chooses_faults_by_name(tmp_path: Path) -> None:
    first, second, *_ = builtin_faults()
    listed = tmp_path / "faults.txt"
    listed.write_text(f"# two\n{second.name}  # the later one\n\n{first.name}\n{second.name}\n", encoding="utf-8")
    assert chosen_faults(str(listed), builtin_faults()) == (second, first)
    assert chosen_faults("none", builtin_faults()) == ()
    assert chosen_faults("all", builtin_faults()) == builtin_faults()


def test_an_unknown_fault_is_named_with_its_line_and_what_is_near(tmp_path: Path) -> None:
    listed = tmp_path / "faults.txt"
    listed.write_text("letter-replied-at-late\nletter-replied-late\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        chosen_faults(str(listed), builtin_faults())
    assert f"{listed}:2" in caught.value.say("en")
    assert "letter-replied-at-late" in caught.value.say("en")


def test_a_file_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="there is no file 'alle'"):
        chosen_faults("alle", builtin_faults())


BROKEN = (
    ("- {fault: a, zh: 甲, en: a, aims: X/1}", "trips is missing"),
    ("- {fault: a, zh: 甲, en: a, aims: X/1, trips: [X/2]}", "the aimed rule is not among"),
    ("- {fault: a, zh: 甲, en: a, aims: X/1, trips: [X/1], hwo: {}}", "there is no key 'hwo'"),
    (
        "- {fault: a, zh: 甲, en: a, aims: X/1, trips: [X/1]}\n- {fault: a, zh: 乙, en: b, aims: X/1, trips: [X/1]}",
        "there twice",
    ),
    ("- 故障", "write each fault as a mapping"),
)


@pytest.mark.parametrize(("written", "said"), BROKEN)
def test_a_mistake_in_a_file_of_faults_is_named(
    written: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.yaml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(catalogue, "fault_folder", lambda: tmp_path)
    with pytest.raises(PackError) as caught:
        builtin_faults()
    assert said in caught.value.say("en")
