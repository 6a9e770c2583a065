"""Rules, packs and worlds for tests: a rule for every parameter of the vocabulary, and short ways to make one's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dbcheck.records.catalogue import kinds
from dbcheck.rules.pack import Pack, Rule
from oracle.answers import Answer, Result
from oracle.days import read_as_of
from oracle.examples import record_of
from oracle.interpreter import judge
from oracle.world import World

PACK = "SAMPLE"
EFFECTIVE = date(2023, 12, 29)

Raw = Mapping[str, Any]


def rule_of(check: str, params: Raw, clause: str = "1") -> Rule:
    return Rule(PACK, clause, "", "", "shall", "site_operator", check, params)


def pack_of(*rules: Rule, effective: date | None = EFFECTIVE, withdrawn: date | None = None) -> Pack:
    return Pack(
        id=PACK,
        title="",
        title_en="",
        document="",
        issuer="",
        published=None,
        effective=effective,
        withdrawn=withdrawn,
        jurisdiction="",
        clauses=tuple(rule.clause for rule in rules),
        rules=rules,
        path="",
        digest="",
    )


def world_with(**tables: Sequence[Raw]) -> World:
    """Make a world of the kinds given, written as examples are; every field of them is carried."""
    known = kinds()
    return World(
        tables={name: [record_of(raw, known[name]) for raw in listed] for name, listed in tables.items()},
        columns={name: set(known[name].fields) for name in tables},
    )


def judged(
    rule: Rule, world: World, as_of: str = "2025-12-31", *, retroactive: bool = False, pack: Pack | None = None
) -> Result:
    """Judge a world at an audit date as it is written: a date for its 24:00, or an ISO instant."""
    return judge(rule, pack or pack_of(rule), world, read_as_of(as_of), retroactive=retroactive, kinds=kinds())


def only(result: Result) -> Answer:
    """Give the one answer of a result."""
    assert result.rule_level is None, result.rule_level
    ((_, answer),) = result.rows
    return answer


# clause -> check, parameters: between them they use every parameter of the vocabulary that decides over records.
SAMPLES: Mapping[str, tuple[str, Raw]] = {
    "required.all": ("required_fields", {"record": "letter", "all": ["title", "reply_content", "is_major", "replied_at"]}),
    "required.any": (
        "required_fields",
        {
            "record": "letter",
            "where": {"accepted": {"ne": True}},
            "any": [["replied_at", "reject_reason", "interim_reason"], ["reply_org", "author_name"]],
        },
    ),
    "required.path": ("required_fields", {"record": "letter", "all": ["site_id.name", "responsible_org_id.region"]}),
    "required.list": ("required_fields", {"record": "concern_response", "all": ["pushed_media", "pushed_new_media"]}),
    "where.any": (
        "required_fields",
        {
            "record": "letter",
            "where": {"$any": [{"kind": {"in": ["help", None]}}, {"status": {"not_in": ["closed", "replied"]}}]},
            "all": ["title"],
        },
    ),
    "where.optional": (
        "required_fields",
        {
            "record": "letter",
            "where": {"re_replied_at?": {"lte": "$as_of-5wd"}, "kind": {"ne": "help"}},
            "all": ["reply_org"],
        },
    ),
    "where.text": (
        "required_fields",
        {"record": "letter", "where": {"title": {"contains": "甲"}, "content": {"matches": "部门$"}}, "all": ["reply_org"]},
    ),
    "where.date": (
        "required_fields",
        {"record": "letter", "where": {"received_at": {"gte": "2024-01-01", "lte": "2026-12-30"}}, "all": ["title"]},
    ),
    "where.int": (
        "required_fields",
        {"record": "solicitation", "where": {"opinion_count": {"gte": 1, "lte": 5}}, "all": ["handler"]},
    ),
    "where.list": (
        "required_fields",
        {
            "record": "interview",
            "where": {
                "preview_channels": {"in": ["site", "tv"]},
                "forms": {"ne": "text"},
                "guest_names": {"contains": "甲"},
            },
            "all": ["host_name"],
        },
    ),
    "where.empty": (
        "required_fields",
        {"record": "letter", "where": {"publish_basis": {"empty": True}, "kind": {"exists": True}}, "all": ["reply_org"]},
    ),
    "where.path": (
        "required_fields",
        {
            "record": "column",
            "where": {"site_id.org_id.level": {"ne": "county"}, "parent_id.kind": "interaction"},
            "all": ["purpose_text"],
        },
    ),
    "where.grace.wd": (
        "required_fields",
        {"record": "survey", "where": {"end_at": {"lte": "$as_of-20wd"}}, "all": ["topic"]},
    ),
    "where.grace.cd": (
        "required_fields",
        {"record": "survey", "where": {"end_at": {"lte": "$as_of-5cd"}}, "all": ["topic"]},
    ),
    "where.grace.h": (
        "required_fields",
        {"record": "survey", "where": {"end_at": {"lte": "$as_of-24h"}}, "all": ["topic"]},
    ),
    "where.as_of": ("required_fields", {"record": "survey", "where": {"end_at": {"lte": "$as_of"}}, "all": ["topic"]}),
    "values.in": ("allowed_values", {"record": "letter", "field": "channel", "in": ["web", "app"]}),
    "values.in.null": ("allowed_values", {"record": "letter", "field": "published_at", "in": [None]}),
    "values.in.null.or": ("allowed_values", {"record": "letter", "field": "reject_code", "in": [None, "unclear"]}),
    "values.bool": ("allowed_values", {"record": "site", "field": "unified_platform", "in": [True]}),
    "values.not_in": ("allowed_values", {"record": "letter", "field": "reject_code", "not_in": ["out_of_scope"]}),
    "values.list": ("allowed_values", {"record": "interview", "field": "forms", "in": ["video", "text"]}),
    "values.pattern": ("allowed_values", {"record": "site", "field": "domains", "pattern": "^[甲乙丙]$"}),
    "values.not_pattern": ("allowed_values", {"record": "site", "field": "name", "not_pattern": "^[甲乙]"}),
    "values.bounds": ("allowed_values", {"record": "evaluation", "field": "score", "min": 1, "max": 5}),
    "values.all": ("allowed_values", {"record": "patrol_log", "field": "items", "contains_all": ["operation", "links"]}),
    "values.some": ("allowed_values", {"record": "patrol_log", "field": "methods", "contains_any": ["machine", "manual"]}),
    "values.contains": ("allowed_values", {"record": "site", "field": "name", "contains_field": "org_id.name"}),
    "values.equals": (
        "allowed_values",
        {"record": "site_migration", "field": "applicant_org_id", "equals_field": "site_id.org_id"},
    ),
    "values.equals.text": ("allowed_values", {"record": "letter", "field": "title", "equals_field": "reply_org"}),
    "values.path": ("allowed_values", {"record": "site", "field": "org_id.level", "not_in": ["township"]}),
    "limit.wd": (
        "time_limit",
        {
            "record": "letter",
            "where": {"accepted": {"ne": False}, "is_complex": {"ne": True}},
            "from": "received_at",
            "to": "replied_at",
            "max": 5,
            "unit": "work_day",
        },
    ),
    "limit.wd.literal": (
        "time_limit",
        {
            "record": "error_report",
            "from": "received_at",
            "to": "completed_at",
            "max": 3,
            "unit": "work_day",
            "start_rule": "first_workday",
        },
    ),
    "limit.wd.0": (
        "time_limit",
        {"record": "letter", "from": "received_at", "to": "replied_at", "max": 0, "unit": "work_day"},
    ),
    "limit.cd": (
        "time_limit",
        {"record": "policy_document", "from": "formed_at", "to": "published_at", "max": 20, "unit": "calendar_day"},
    ),
    "limit.month": (
        "time_limit",
        {"record": "letter", "from": "received_at", "to": "replied_at", "max": 3, "unit": "month"},
    ),
    "limit.minute": (
        "time_limit",
        {"record": "interview", "from": "start_at", "to": "end_at", "max": 90, "unit": "minute"},
    ),
    "limit.hour": (
        "time_limit",
        {"record": "repost_duty", "from": "upstream_id.published_at", "to": "reposted_at", "max": 12, "unit": "hour"},
    ),
    "limit.min.0": (
        "time_limit",
        {"record": "survey", "from": "end_at", "to": "result_published_at", "max": None, "min": 0, "unit": "work_day"},
    ),
    "limit.min.cd": (
        "time_limit",
        {"record": "announcement", "from": "published_at", "to": "removed_at", "min": 30, "unit": "calendar_day"},
    ),
    "limit.min.wd": (
        "time_limit",
        {"record": "interview", "from": "scheme_submitted_at", "to": "start_at", "min": 3, "unit": "work_day"},
    ),
    "limit.min.hour": (
        "time_limit",
        {"record": "interview", "from": "preview_published_at", "to": "start_at", "min": 24, "unit": "hour"},
    ),
    "limit.min.max": (
        "time_limit",
        {"record": "survey", "from": "end_at", "to": "result_published_at", "max": 5, "min": 0, "unit": "work_day"},
    ),
    "limit.field": (
        "time_limit",
        {
            "record": "column",
            "from": "last_updated_at",
            "to": "$as_of",
            "max_field": "update_cycle_days",
            "unit": "calendar_day",
        },
    ),
    "limit.field.or": (
        "time_limit",
        {
            "record": "dataset",
            "from": "opened_at",
            "to": "updated_at",
            "max": 5,
            "max_field": "update_cycle_days",
            "unit": "work_day",
        },
    ),
    "limit.as_of.wd": (
        "time_limit",
        {"record": "letter", "from": "received_at", "to": "$as_of", "max": 5, "unit": "work_day"},
    ),
    "limit.due.year": (
        "time_limit",
        {"record": "interview_plan", "due": {"year": "year", "add_years": -1, "month_day": "12-31"}, "to": "drafted_at"},
    ),
    "limit.due.field": ("time_limit", {"record": "letter_assignment", "due": {"field": "due_at"}, "to": "completed_at"}),
    "limit.none": (
        "time_limit",
        {"record": "letter", "from": "received_at", "to": "replied_at", "max": None, "unit": "work_day"},
    ),
    "chain": ("precedence", {"record": "letter", "chain": ["received_at", "group_review_at", "replied_at"]}),
    "chain.strict": ("precedence", {"record": "interview", "chain": ["preview_published_at", "start_at"], "strict": True}),
    "chain.path": (
        "precedence",
        {"record": "evaluation", "chain": ["letter_id.received_at", "letter_id.replied_at", "created_at"]},
    ),
    "chain.date": ("precedence", {"record": "policy_document", "chain": ["published_at", "first_applied_at"]}),
    "count.per": (
        "count",
        {
            "record": "column",
            "where": {"status": "active"},
            "per": "site",
            "per_where": {"status": "running", "org_id.level": {"in": ["province", "prefecture"]}},
            "key": "site_id",
            "min": 1,
        },
    ),
    "count.each_of": (
        "count",
        {
            "record": "column",
            "per": "site",
            "per_where": {"status": "running"},
            "key": "site_id",
            "each_of": {"kind": [["solicitation", "survey"], "interview"]},
            "min": 1,
            "max": 2,
        },
    ),
    "count.year": (
        "count",
        {
            "record": "interview",
            "where": {"status": {"not_in": ["planned", "cancelled"]}, "start_at": {"lte": "$as_of"}},
            "per": "organization",
            "per_where": {"kind": "department"},
            "key": "participating_org_ids",
            "period": "year",
            "time": "start_at",
            "min": 1,
        },
    ),
    "count.int_year": (
        "count",
        {"record": "interview_plan", "per": "organization", "key": "org_id", "period": "year", "time": "year", "min": 1},
    ),
    "count.quarter": (
        "count",
        {"record": "security_check", "per": "site", "key": "site_id", "period": "quarter", "time": "checked_at", "min": 2},
    ),
    "count.month.max": (
        "count",
        {"record": "site_offline", "key": "site_id", "period": "month", "time": "offline_at", "max": 1},
    ),
    "count.day": ("count", {"record": "mailbox_check", "key": "mailbox", "period": "day", "time": "date", "min": 1}),
    "count.keys": ("count", {"record": "service_item", "key": ["site_id", "name"], "max": 1}),
    "count.distinct": ("count", {"record": "org_profile", "key": "site_id", "distinct": "template", "max": 1}),
    "count.distinct.list": (
        "count",
        {"record": "site", "where": {"status": "running"}, "key": "id", "distinct": "domains", "max": 1},
    ),
    "count.path": (
        "count",
        {
            "record": "service_event",
            "per": "site",
            "key": "item_id.site_id",
            "each_of": {"stage": ["view", "apply"]},
            "min": 1,
        },
    ),
    "ratio.union": (
        "ratio",
        {
            "record": "spot_check",
            "per": "organization",
            "key": "org_id",
            "period": "quarter",
            "time": "finished_at",
            "union": "checked_site_ids",
            "num": "checked_count",
            "den": "total_count",
            "min": 0.3,
        },
    ),
    "ratio.sum": (
        "ratio",
        {
            "record": "spot_check",
            "key": "org_id",
            "num": "checked_count",
            "den": "total_count",
            "min": 0.5,
            "period": "year",
            "time": "finished_at",
        },
    ),
    "ratio.bool": (
        "ratio",
        {
            "record": "new_media_post",
            "per": "new_media_account",
            "key": "account_id",
            "num": "is_original",
            "den": "id",
            "period": "year",
            "time": "published_at",
            "min": 0.5,
        },
    ),
    "ratio.time": (
        "ratio",
        {
            "record": "duty_log",
            "per": "site",
            "key": "site_id",
            "period": "day",
            "time": "start_at",
            "measure": "interval_union",
            "start": "start_at",
            "end": "end_at",
            "min": 1.0,
        },
    ),
    "ratio.none": (
        "ratio",
        {
            "record": "new_media_post",
            "key": "account_id",
            "num": "is_original",
            "den": "id",
            "min": None,
            "period": "year",
            "time": "published_at",
        },
    ),
    "ref": (
        "cross_reference",
        {"record": "letter", "ref": "duplicate_of", "to": "letter", "to_where": {"accepted": True}},
    ),
    "ref.empty": (
        "cross_reference",
        {
            "record": "solicitation",
            "ref": "column_id",
            "to": "column",
            "to_where": {"kind": {"in": ["solicitation", "survey"]}, "parent_id.kind": "interaction"},
            "empty": "fail",
        },
    ),
    "back": ("cross_reference", {"record": "letter", "to": "letter_supervision", "back": "letter_id", "min": 1}),
    "back.where": (
        "cross_reference",
        {
            "record": "site_migration",
            "where": {"content_migrated_at": {"exists": True}},
            "to": "announcement",
            "to_where": {"kind": "migration_done"},
            "back": "subject_id",
            "min": 1,
            "max": 2,
            "order": [["site_migration:content_migrated_at", "announcement:published_at"]],
        },
    ),
    "back.key": (
        "cross_reference",
        {"record": "site_migration", "to": "archived_page", "back": "site_id", "back_key": "site_id", "min": 1},
    ),
    "back.key.text": (
        "cross_reference",
        {
            "record": "review_step",
            "where": {"level": "county"},
            "to": "review_step",
            "to_where": {"level": "prefecture"},
            "back": "subject_id",
            "back_key": "subject_id",
            "min": 1,
            "order": [["review_step:at", "review_step:at"]],
        },
    ),
    "violates": (
        "cross_reference",
        {"record": "letter", "where": {"$violates": "limit.wd"}, "to": "letter_supervision", "back": "letter_id", "min": 1},
    ),
}


def sample_pack() -> Pack:
    """Give the samples as the rules of one pack."""
    return pack_of(*(rule_of(check, params, clause) for clause, (check, params) in SAMPLES.items()))
