"""The platform acts by the tables: what it refuses, how it counts limits, what it gives out."""

from datetime import datetime, timedelta
from typing import Any

import pytest

import dbcheck
from dbcheck.errors import UsageError
from dbcheck.platform import ActionRefused, Actor, DeadlineMissed, Platform
from platform_acting import AUTHOR, DRAFT, GOOD_REPLY, LEADER, OFFICE, UNIT, H, drafted, platform, replied, submitted


def test_a_letter_goes_from_submitted_to_closed() -> None:
    made = platform()
    letter = replied(made)
    assert made.act("letters", letter, "close", OFFICE) == "closed"
    assert [event.action for event in made.log] == ["submit", "accept", "handle", "draft", "reply", "close"]


def test_an_action_out_of_turn_names_state_action_role_clause_and_what_is_allowed() -> None:
    made = platform()
    letter = submitted(made)
    with pytest.raises(ActionRefused) as refused:
        made.act("letters", letter, "reply", UNIT, reply_org="单位", reply_content=GOOD_REPLY)
    error = refused.value
    assert (error.state, error.action, error.role) == ("submitted", "reply", "unit")
    assert error.rules == ("DB23T3649.10/5.3.3#1",)
    assert ("accept", ("office", "unit")) in error.allowed
    assert "unit cannot reply in state submitted; allowed:" in error.say("en")
    assert "已提交时承办单位(unit)不能答复(reply)" in error.say("zh")
    assert made.state("letters", letter) == "submitted"


def test_a_wrong_role_is_refused_and_told_who_may() -> None:
    made = platform()
    letter = submitted(made)
    with pytest.raises(ActionRefused, match="author may not accept; office, unit may"):
        made.act("letters", letter, "accept", AUTHOR)


def test_only_the_unit_that_it_was_assigned_to_may_take_a_letter_on() -> None:
    made = platform()
    letter = submitted(made)
    made.act("letters", letter, "accept", OFFICE)
    made.act("letters", letter, "assign", OFFICE, responsible_org_id="U", due_at=datetime(2024, 10, 9))
    with pytest.raises(ActionRefused, match="only U may"):
        made.act("letters", letter, "take", Actor("unit", "V"))
    assert made.act("letters", letter, "take", UNIT) == "in_process"


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, "lacks reply_org, reply_content"), ({"reply_org": "甲", "reply_content": "　"}, "lacks reply_content")],
)
def test_values_that_the_table_needs_are_asked_for(given: dict[str, str], said: str) -> None:
    made = platform()
    letter = drafted(made)
    with pytest.raises(ActionRefused, match=said):
        made.act("letters", letter, "reply", OFFICE, **given)


def test_a_value_that_an_action_does_not_fill_is_refused() -> None:
    made = platform()
    letter = submitted(made)
    with pytest.raises(ActionRefused, match="does not fill colour"):
        made.act("letters", letter, "accept", OFFICE, colour="red")


def test_every_breach_of_an_action_is_told_at_once() -> None:
    made = platform(DRAFT)
    letter = submitted(made, is_major=True)
    for action in ("accept", "handle", "draft"):
        made.act("letters", letter, action, OFFICE)
    with pytest.raises(ActionRefused) as refused:
        made.act("letters", letter, "reply", LEADER)
    assert [breach.sort for breach in refused.value.breaches] == ["role", "value", "guard"]


def test_the_clock_stops_at_an_open_limit_five_working_days_after_a_friday_before_the_holidays() -> None:
    made = platform(at="2024-09-27T09:00")
    letter = submitted(made)
    made.move_to(datetime(2024, 10, 10, 23, 59, 59))
    with pytest.raises(DeadlineMissed, match=r"reply is due by 2024-10-10 23:59.*DB23T3649.10/5.3.3#2"):
        made.move_to(datetime(2024, 10, 11))
    assert made.now == datetime(2024, 10, 10, 23, 59, 59)
    for action in ("accept", "handle", "draft"):
        made.act("letters", letter, action, OFFICE)
    made.act("letters", letter, "reply", OFFICE, reply_org="办公室", reply_content=GOOD_REPLY)
    made.move_to(datetime(2024, 12, 1))


def test_the_draft_gives_three_months() -> None:
    made = platform(DRAFT, at="2023-11-30T10:00")
    submitted(made)
    made.move_to(datetime(2024, 2, 29, 23, 59))
    with pytest.raises(DeadlineMissed, match=r"7\.2\.4#2"):
        made.move_to(datetime(2024, 3, 1))


def test_a_rejected_letter_needs_no_reply_any_more() -> None:
    made = platform()
    letter = submitted(made)
    made.act("letters", letter, "reject", OFFICE, reject_code="legal_procedure", reject_reason="应通过诉讼解决。")
    made.move_to(datetime(2025, 6, 1))


def test_a_complex_letter_waits_once_the_reasons_were_given() -> None:
    made = platform()
    letter = submitted(made)
    for action in ("accept", "handle"):
        made.act("letters", letter, action, OFFICE)
    made.act("letters", letter, "inform", OFFICE, interim_reason="需要多部门会商。")
    made.move_to(datetime(2025, 1, 1))


def test_a_lenient_platform_notes_breaches_and_goes_on() -> None:
    made = platform(is_strict=False)
    letter = submitted(made)
    made.move_to(datetime(2024, 11, 1))
    made.act("letters", letter, "reply", AUTHOR, reply_org="单位", reply_content="已阅")
    assert made.state("letters", letter) == "replied"
    assert [breach.sort for breach in made.breaches] == ["overdue", "transition"]


def test_an_objection_comes_within_two_working_days_of_receipt() -> None:
    made = platform(at="2024-03-01T09:00")
    letter = submitted(made)
    made.act("letters", letter, "accept", OFFICE)
    made.act("letters", letter, "assign", OFFICE, responsible_org_id="U", due_at=datetime(2024, 3, 8))
    made.act("letters", letter, "take", UNIT)
    made.move_to(datetime(2024, 3, 6, 0, 0))
    with pytest.raises(ActionRefused, match=r"was due by 2024-03-05 23:59.*5\.3\.6#1"):
        made.act("letters", letter, "object", UNIT, objection_reason="不属本局职能", suggested_org_id="V")


def test_the_clock_does_not_run_backwards() -> None:
    made = platform()
    with pytest.raises(UsageError, match="does not run backwards"):
        made.move_to(made.now - timedelta(seconds=1))


def test_unknown_workflows_and_records_are_answered_with_near_ones() -> None:
    made = platform()
    submitted(made)
    with pytest.raises(UsageError, match="use one of: letters"):
        made.start("leters", AUTHOR)
    with pytest.raises(UsageError, match="no record 'letter-9'; use one of: letter-1"):
        made.act("letters", "letter-9", "accept", OFFICE)


def test_replaying_the_log_gives_the_same_records() -> None:
    made = platform()
    replied(made)
    made.advance(hours=3)
    submitted(made)
    again = platform()
    again.replay(made.log)
    assert again.records() == made.records()


def test_records_are_ready_for_an_audit_and_clean() -> None:
    made = platform()
    letter = replied(made)
    made.act("letters", letter, "close", OFFICE)
    done = dbcheck.audit(made.records(), rules=H, as_of=made.now)
    assert done.findings.height == 0
    assert {o.rule for o in done.outcomes if o.outcome == "pass"} >= {"DB23T3649.10/5.3.3#1", "DB23T3649.10/5.3.3#2"}


def test_without_documents_every_document_holds() -> None:
    made = Platform(at=datetime(2024, 5, 6, 9))
    submitted(made)
    with pytest.raises(DeadlineMissed, match=r"5\.3\.3#2"):
        made.move_to(datetime(2024, 5, 20))


def test_a_clock_that_stays_forgets_no_limit() -> None:
    made = platform(at="2024-03-01T09:00")
    first, second = submitted(made, is_complex=True), submitted(made)
    with pytest.raises(DeadlineMissed) as missed:
        made.move_to(datetime(2024, 3, 11))
    assert [breach.record for breach in missed.value.breaches] == [second]
    made.act("letters", first, "classify", OFFICE, is_complex=False)
    with pytest.raises(DeadlineMissed) as missed:
        made.move_to(datetime(2024, 3, 11))
    assert [breach.record for breach in missed.value.breaches] == [first, second]


def test_a_value_by_which_a_limit_would_have_passed_already_is_refused() -> None:
    made = platform(at="2024-03-01T09:00")
    letter = submitted(made, is_complex=True)
    made.move_to(datetime(2024, 3, 11))
    with pytest.raises(ActionRefused, match=r"with these values reply was due by 2024-03-08 23:59.*5\.3\.3#2"):
        made.act("letters", letter, "classify", OFFICE, is_complex=False)


def test_what_a_pack_demands_within_a_grace_holds_the_clock() -> None:
    made = platform(DRAFT, at="2024-03-01T09:00")
    letter = submitted(made)
    made.act("letters", letter, "accept", OFFICE)
    made.act("letters", letter, "assign", OFFICE, responsible_org_id="U", due_at=datetime(2024, 4, 8))
    with pytest.raises(DeadlineMissed, match=r"track is due by 2024-03-08 23:59.*7\.3\.5#4"):
        made.move_to(datetime(2024, 3, 9))
    made.act("letters", letter, "track", OFFICE)
    made.move_to(datetime(2024, 4, 1))
    made.act("letters", letter, "track", OFFICE)  # once more is never too late


def test_a_mailbox_is_looked_into_every_day_until_it_is_closed() -> None:
    made = platform("DB15", at="2024-03-01T09:00")
    box = made.start("mailbox", OFFICE, mailbox="a@example.gov.cn", checker="值班员")
    for day in (2, 3, 4):
        made.move_to(datetime(2024, 3, day, 9))
        made.act("mailbox", box, "check", OFFICE, checker="值班员")
    with pytest.raises(DeadlineMissed, match=r"check is due by 2024-03-05 23:59"):
        made.move_to(datetime(2024, 3, 6))
    made.act("mailbox", box, "close", OFFICE)
    made.move_to(datetime(2024, 6, 1))


def test_a_should_is_refused_to_nobody_and_stays_as_advice() -> None:
    made = platform("DB15", at="2024-03-01T09:00")
    editor = Actor("editor", "O")
    article = made.start("content_publication", editor, title="通知", body="全文", category="news", is_important=True)
    (advice,) = made.advice
    assert (advice.record, advice.rules, advice.sort) == (article, ("DB15/4.5.1.2.5.2#3",), "guard")
    assert made.breaches == []


def test_advice_goes_once_the_action_was_done_anew_as_it_should_be() -> None:
    made = platform("DB15", at="2024-03-01T09:00")
    host, office = Actor("host", "O"), Actor("region_office", "R")
    site = made.start("site_migration", host, site_id="s1", reason="unmaintained", applicant_org_id="O")
    made.act("site_migration", site, "review", Actor("reviewer", "P"))
    made.act("site_migration", site, "approve", office)
    made.act("site_migration", site, "start", host)
    made.act("site_migration", site, "complete", host, target_site_id="s2", body="内容已迁移至门户网站。")
    made.act("site_migration", site, "take_down", host)
    assert [breach.sort for breach in made.advice] == ["early"]
    made.advance(days=31)
    made.act("site_migration", site, "take_down", host)
    assert made.advice == []


def test_a_limit_that_should_be_kept_is_advice_once_it_has_passed() -> None:
    made = platform(at="2024-03-01T09:00")
    unit, portal = Actor("unit", "O"), Actor("portal", "O")
    plan = made.start("interview_plan", unit, "draft", org_id="O", year=2025)
    made.act("interview_plan", plan, "submit", unit)
    made.act("interview_plan", plan, "approve", Actor("government_office", "G"))
    held = made.start("interview", portal, plan_id=plan, title="路灯", topic_source="key_work")
    made.act("interview", held, "announce", portal, preview_channels=["site"])
    made.advance(days=3)
    made.act("interview", held, "begin", portal, host_name="甲", guest_names=["乙"], forms=["video"])
    made.advance(minutes=60)
    assert made.advice == []
    made.advance(minutes=10)
    assert [(breach.sort, breach.rules) for breach in made.advice] == [("overdue", ("DB23T3649.10/5.2.5#1",))]
    made.act("interview", held, "end", portal)
    assert [(breach.sort, breach.rules) for breach in made.advice] == [("late", ("DB23T3649.10/5.2.5#1",))]


def test_no_two_service_items_of_a_site_have_the_same_name() -> None:
    made = platform("DB15")
    unit = Actor("department", "O")
    given: dict[str, Any] = {"themes": ["户籍"], "audience": ["personal"], "online_level": "info"}
    given |= {"name": "身份证补领", "is_government_service": True}
    made.start("service_items", unit, site_id="s1", **given)
    with pytest.raises(ActionRefused, match=r"no two items of a site have the same name.*4\.5\.3\.2#2"):
        made.start("service_items", unit, site_id="s1", **given)
    made.start("service_items", unit, site_id="s2", **given)


def test_of_one_instant_what_was_done_before_the_clock_started_does_not_end_it() -> None:
    made = platform(at="2024-03-01T09:00")
    letter = submitted(made, is_complex=True)
    made.act("letters", letter, "accept", OFFICE)
    made.act("letters", letter, "assign", OFFICE, responsible_org_id="U", due_at=datetime(2024, 4, 8))
    for _ in range(2):
        made.act("letters", letter, "take", UNIT)
        made.act("letters", letter, "object", UNIT, objection_reason="不属本局职能", suggested_org_id="U")
        made.act("letters", letter, "reassign", OFFICE, responsible_org_id="U")
    made.act("letters", letter, "take", UNIT)
    made.act("letters", letter, "object", UNIT, objection_reason="不属本局职能", suggested_org_id="U")
    with pytest.raises(DeadlineMissed, match=r"reassign is due by 2024-03-08 23:59"):
        made.move_to(datetime(2024, 3, 9))


def test_a_letter_that_was_published_cannot_be_found_unfit_for_it_later() -> None:
    made = platform()
    letter = replied(made)
    made.act("letters", letter, "publish", OFFICE, published_text="路灯已修复。")
    made.act("letters", letter, "notify", OFFICE)
    with pytest.raises(ActionRefused, match=r"published already.*5\.3\.9#2"):
        made.act("letters", letter, "close", OFFICE, publishable=False)
    made.act("letters", letter, "close", OFFICE)
