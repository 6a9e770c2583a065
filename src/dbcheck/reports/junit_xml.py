"""junit.xml: what CI servers read. A finding is a test case, so that a server can tell since when it fails.

A violation is a failure. Advisories, suspicions and what could not be judged are skipped, with the reason: they turn nothing red. A broken checker
is an error. A rule without findings is one test case.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, AuditResult, Finding, Outcome, OutcomeKind, Severity
from dbcheck.reports.run_view import DocumentView, RunView
from dbcheck.reports.vocabulary import SEVERITY_WORDS
from dbcheck.reports.widths import printable

MOST_FINDINGS = 5_000
LONGEST = 2_000
_NOT_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def write_junit(result: AuditResult, path: Path, lang: str) -> None:
    """Write junit.xml; the same result gives the same bytes."""
    tree = etree.ElementTree(junit_tree(result, lang))
    tree.write(str(path), encoding="utf-8", xml_declaration=True, pretty_print=True)


def junit_tree(result: AuditResult, lang: str) -> etree._Element:
    """Give the document: one suite for each document that was judged by."""
    view = RunView(result, lang)
    shown = view.gravest(MOST_FINDINGS)
    found: dict[str, list[Finding]] = {}
    for finding in shown.findings:
        found.setdefault(finding.rule, []).append(finding)
    root = etree.Element("testsuites", name="dbcheck")
    for document in view.documents:
        root.append(_suite(document, found, view))
    for name in ("tests", *_COUNTED):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return root


def _suite(document: DocumentView, found: Mapping[str, Sequence[Finding]], view: RunView) -> etree._Element:
    name = f"{document.pack.document} {document.pack.title}"
    suite = etree.Element("testsuite", name=_clean(name), timestamp=view.result.as_of.isoformat(), time="0")
    properties = etree.SubElement(suite, "properties")
    for key, value in (
        ("as_of", view.result.as_of_text),
        ("pack", document.pack.id),
        *sorted(view.result.versions.items()),
    ):
        etree.SubElement(properties, "property", name=key, value=_clean(value))
    for rule in document.rules:
        suite.extend(_cases(rule, found.get(rule.rule, ()), view))
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for counted, child in _COUNTED.items():
        suite.set(counted, str(sum(case.find(child) is not None for case in cases)))
    return suite


def _cases(rule: Outcome, found: Sequence[Finding], view: RunView) -> Iterator[etree._Element]:
    """Give one test case for each finding of a rule, or one for the rule."""
    name = f"{rule.rule.partition('/')[2]} {rule.requirement}"
    if not found:
        yield _case_of_rule(rule, name, view)
        return
    for finding in found:
        case = _case(rule, f"{name} [{finding.record}]")
        _tell(case, finding, view)
        yield case
    hidden = rule.counts.fail + rule.counts.suspect - len(found)
    if hidden > 0:
        said = view.say(f"另有 {hidden:,} 处,见 findings.parquet", f"{hidden:,} more, see findings.parquet")
        case = _case(rule, f"{name} [+{hidden}]")
        etree.SubElement(case, _child(found[-1].severity), message=said)
        yield case


def _case(rule: Outcome, name: str) -> etree._Element:
    return etree.Element("testcase", classname=_clean(f"{rule.pack}.{rule.clause}"), name=_clean(name), time="0")


def _tell(case: etree._Element, finding: Finding, view: RunView) -> None:
    place, unit = view.places.say(finding.path, finding.row), view.unit(finding.unit)
    level = SEVERITY_WORDS[finding.severity].say(view.lang)
    told = etree.SubElement(case, _child(finding.severity), message=_clean(f"{level}: {finding.message}"))
    if told.tag == "failure":
        told.set("type", str(finding.severity))
    due = finding.evidence.get("due")
    facts = (
        (view.say("条款", "clause"), finding.rule),
        (view.say("记录", "record"), finding.record),
        (view.say("责任单位", "unit"), unit),
        (view.say("位置", "place"), place),
        (view.say("届满", "due"), str(due) if due else ""),
    )
    told.text = _clean("\n".join(f"{label}: {value}" for label, value in facts if value))


def _child(severity: Severity) -> str:
    return "failure" if severity is Severity.VIOLATION else "skipped"


def _case_of_rule(rule: Outcome, name: str, view: RunView) -> etree._Element:
    case = _case(rule, name)
    if rule.outcome is OutcomeKind.ERROR:
        etree.SubElement(case, "error", message=_clean(rule.error), type="broken_checker")
    elif rule.outcome is not OutcomeKind.PASS:
        why = REASON_WORDS[rule.reason] if rule.reason else Message("没有相应记录", "no records")
        detail = f" ({rule.reason_detail})" if rule.reason_detail else ""
        etree.SubElement(case, "skipped", message=_clean(f"{why.say(view.lang)}{detail}"))
    return case


def _clean(text: str) -> str:
    """Give a text that XML can hold, and that no server chokes on."""
    return printable(text if len(text) <= LONGEST else f"{text[:LONGEST]}…").translate(_NOT_XML)
