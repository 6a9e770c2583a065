"""Profiles: inheritance, adjustments, reach, and what is refused."""

from pathlib import Path

import pytest

from dbcheck.errors import DbcheckError, PackError, UsageError
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.profiles import Profile, builtin_profiles, load_profile


def load(path: Path | str) -> Profile:
    return load_profile(str(path), kinds=kinds(), checkers=checkers())


def written(folder: Path, text: str, name: str = "p") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = "profile: p\ntitle: 试\n"


@pytest.mark.parametrize("name", sorted(builtin_profiles()))
def test_every_profile_that_comes_with_dbcheck_loads_and_gives_a_reason_for_every_adjustment(name: str) -> None:
    profile = load(name)
    assert profile.rules
    assert all(applied.reason for applied in profile.applied)


def test_the_three_provinces_stand_on_the_guideline_and_never_on_each_other() -> None:
    local = {"heilongjiang": "DB23T3649.10", "inner-mongolia": "DB15", "qinghai": "QH2018-37"}
    assert {name: [pack.id for pack in load(name).packs] for name in local} == {
        name: ["GBF2017-47", pack] for name, pack in local.items()
    }


def test_the_draft_is_in_no_profile() -> None:
    assert all(pack.status != "draft" for name in builtin_profiles() for pack in load(name).packs)


def test_heilongjiang_judges_counties_only_by_the_interview_plan() -> None:
    levels = {entry.rule.id: entry.reach.levels for entry in load("heilongjiang").rules}
    assert levels["DB23T3649.10/5.2.3#1"] == {"province", "prefecture", "county"}
    assert levels["DB23T3649.10/5.3.3#2"] == {"province", "prefecture"}


def test_the_nearest_profile_has_the_last_word(tmp_path: Path) -> None:
    adjust = 'adjust: [{{rule: "DB23T3649.10/5.3.3#2", set: {{max: {}}}, reason: x}}]\n'
    written(tmp_path, "profile: far\ntitle: x\npacks: [DB23T3649.10]\n" + adjust.format(4), "far")
    near = load(written(tmp_path, HEAD + "inherits: far\n" + adjust.format(3)))
    assert next(entry.rule.params["max"] for entry in near.rules if entry.rule.ref == "5.3.3#2") == 3
    assert near.packs[0].index["5.3.3#2"].params["max"] == 3  # $violates meets the adjusted rule


def test_a_suggestion_is_adopted_and_a_proposal_confirmed(tmp_path: Path) -> None:
    text = (
        HEAD + "packs: [DB23T3649.10, GBF2017-47]\nadjust:\n"
        '- {rule: "DB23T3649.10/5.2.7#1", adopt: true, reason: a}\n'
        '- {rule: "GBF2017-47/(四)6#2", confirm: [period], reason: b}\n'
    )
    params = {entry.rule.id: entry.rule.params for entry in load(written(tmp_path, text)).rules}
    assert params["DB23T3649.10/5.2.7#1"]["max"] == 5
    assert "suggested" not in params["DB23T3649.10/5.2.7#1"]
    assert params["GBF2017-47/(四)6#2"]["proposed"] == []


def test_select_and_switch_off_leave_a_reason(tmp_path: Path) -> None:
    text = (
        HEAD
        + 'packs: [DB23T3649.10]\nselect: ["*/5.3*"]\nadjust: [{rule: "*/5.3.7", switch_off: true, reason: 另行督办}]\n'
    )
    off = {entry.rule.ref: entry.off for entry in load(written(tmp_path, text)).rules}
    assert (off["5.3.3#2"], off["5.3.7"], bool(off["4.2"])) == ("", "另行督办", True)


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        (HEAD + "packs: [DB23T3649.1]\n", "p.yaml:3:9", "DB23T3649.10"),
        (HEAD + "packs: [DB23T3649.10]\nlevels: [city]\n", "p.yaml:4:10", "city"),
        (
            HEAD + 'packs: [DB23T3649.10]\nadjust: [{rule: "*/5.3.3#2", set: {max: 9}, reason: x}]\n',
            "p.yaml:4:41",
            "只能收紧",
        ),
        (HEAD + 'packs: [DB23T3649.10]\nadjust: [{rule: "*/5.3.3#2", set: {max: 3}}]\n', "p.yaml:4:10", "reason"),
        (
            HEAD + 'packs: [DB23T3649.10]\nadjust: [{rule: "*/5.3.33", switch_off: true, reason: x}]\n',
            "p.yaml:4:17",
            "5.3.33",
        ),
        (HEAD + 'packs: [DB23T3649.10]\nadjust: [{rule: "*/4.2", adopt: true, reason: x}]\n', "p.yaml:4:33", "建议值"),
        (HEAD + 'packs: [DB23T3649.10]\nadjust: [{rule: "*/4.2", confirm: [min], reason: x}]\n', "p.yaml:4:35", "min"),
        (
            HEAD + 'packs: [DB23T3649.10]\nadjust: [{rule: "*/4.2", set: {min: 1}, switch_off: true, reason: x}]\n',
            "p.yaml:4:10",
            "只写一项",
        ),
        (HEAD, "p.yaml:1:1", "packs"),
        (HEAD + "inherits: nobody\n", "p.yaml:3:11", "nobody"),
    ],
)
def test_a_mistake_is_named_where_it_stands(tmp_path: Path, text: str, where: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        load(written(tmp_path, text))
    assert any(problem.where.endswith(where) and said in problem.say("zh") for problem in caught.value.problems), (
        caught.value.say("zh")
    )


def test_profiles_that_inherit_in_a_circle_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "profile: a\ntitle: x\ninherits: b\n", "a")
    written(tmp_path, "profile: b\ntitle: x\ninherits: a\n", "b")
    with pytest.raises(PackError, match="circle"):
        load(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("packs", "clauses"),
    [
        ("DB23T3649.10, DB23T3649.10-draft", ["DB23T3649.10/5.3.3#2", "DB23T3649.10-draft/7.2.4#2"]),
        ("DB23T3649.10, DB15", ["DB23T3649.10/5.3.8#1", "DB15/4.6.1.1.3"]),
        ("DB15, QH2018-37", ["DB15/", "QH2018-37/"]),
    ],
)
def test_documents_that_contradict_each_other_are_refused_with_both_clauses_named(
    tmp_path: Path, packs: str, clauses: list[str]
) -> None:
    with pytest.raises(DbcheckError) as caught:
        load(written(tmp_path, HEAD + f"packs: [{packs}]\n"))
    assert any(all(clause in problem.subject for clause in clauses) for problem in caught.value.problems)


def test_an_unknown_profile_is_answered_with_near_names() -> None:
    with pytest.raises(UsageError, match="heilongjiang"):
        load("heilongjian")
