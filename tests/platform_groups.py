"""Workflows that meet each other, the documents under which they are tried, and what an audit says of the platforms that ran them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import dbcheck
from dbcheck.platform import Platform
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.workflows import builtin_workflows, workflow

NAMES = [name for name in builtin_workflows() if workflow(name).transitions]
H, DRAFT, INNER_MONGOLIA, QINGHAI, GUIDELINE = "DB23T3649.10", "DB23T3649.10-draft", "DB15", "QH2018-37", "GBF2017-47"
# Few workflows at a time, so that records come far.
GROUPS = {
    "letters": ((H, GUIDELINE), ("letters",)),
    "letters of the draft": ((DRAFT,), ("letters", "evaluation")),
    "letters in Inner Mongolia": ((INNER_MONGOLIA, GUIDELINE), ("letters", "comment", "knowledge_base", "mailbox")),
    "solicitations": ((H, GUIDELINE), ("solicitation", "solicitation_opinion", "survey")),
    "solicitations of the draft": ((DRAFT,), ("solicitation", "solicitation_opinion", "survey")),
    "interviews": ((H,), ("interview_plan", "interview", "interview_question")),
    "interviews of the draft": ((DRAFT,), ("interview_plan", "interview", "interview_question")),
    "error reports": ((QINGHAI,), ("error_report",)),
    "concerns": ((H, GUIDELINE), ("response_to_concerns",)),
    "concerns in Inner Mongolia": (
        (INNER_MONGOLIA, GUIDELINE),
        ("response_to_concerns", "new_media_account", "new_media_post"),
    ),
    "sites": ((INNER_MONGOLIA,), ("site_opening", "site_migration", "archiving", "change_filing")),
    "offline": ((INNER_MONGOLIA,), ("temporary_offline",)),
    "documents": (
        (INNER_MONGOLIA, GUIDELINE),
        ("document_publication", "disclosure_normative_document", "disclosure_columns", "interpretation"),
    ),
    "content": ((INNER_MONGOLIA, GUIDELINE), ("content_publication", "repost")),
    "services": ((INNER_MONGOLIA, GUIDELINE), ("service_items", "data_release", "open_data")),
    "supervision": (
        (INNER_MONGOLIA, GUIDELINE),
        ("spot_check", "spot_check_finding", "duty_watch", "annual_report", "security", "training", "assessment"),
    ),
}
COUNTED = {"DB15/5.5.1.2"}  # advice on how many records a unit has: no action on one of them leaves it behind
Records = Mapping[str, Sequence[Mapping[str, Any]]]
BESIDE = re.compile(r"^.+-of-(?P<record>.+)-\d+$")  # the id of a record beside another one


class Found(NamedTuple):
    """A finding: the rule that a record breaks, and what is said."""

    rule: str
    record: str
    says: str


def audited(records: Records, documents: Iterable[str], as_of: datetime) -> tuple[list[Found], set[tuple[str, str]]]:
    """Audit records by documents and their packs of workflows: what is binding or suspect, and the advice, each with the record on its way."""
    binding: list[Found] = []
    advice: set[tuple[str, str]] = set()
    packs = [name for document in documents for name in (document, f"{document}-workflows") if name in builtin_packs()]
    for found in dbcheck.audit(records, rules=packs, as_of=as_of).findings.iter_rows(named=True):
        if found["severity"] != "advisory":
            binding.append(Found(found["rule"], found["record"], found["message"]))
        elif found["rule"] not in COUNTED:
            beside = BESIDE.match(found["record"])
            told_by = json.loads(found["evidence"]).get("rule") or found["rule"]  # of an event log, the rule of the limit
            advice.add((told_by, beside["record"] if beside else found["record"]))
    return binding, advice


def foretold(platform: Platform) -> set[tuple[str, str]]:
    """Give the advice of a platform on the records that are in its books."""
    return {
        (rule, each.record)
        for each in platform.advice
        for rule in each.rules
        if not platform.table(each.workflow).table.states[platform.state(each.workflow, each.record)].is_hidden
    }
