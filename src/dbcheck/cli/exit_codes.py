"""Exit codes: what an audit tells the shell. They are a contract: 0, 1, 2, 3, 4, 5; when several hold: 2, 4, 3, 5, 1."""

from collections.abc import Mapping

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, OutcomeKind, Severity

CLEAN, FINDINGS, USAGE, BROKEN_CHECKER, LOST_INPUT, NOTHING_JUDGED = range(6)

# --fail-on -> the severities that make an audit fail
FAIL_ON: Mapping[str, frozenset[Severity]] = {
    "violation": frozenset({Severity.VIOLATION}),
    "advisory": frozenset({Severity.VIOLATION, Severity.ADVISORY}),
    "suspicion": frozenset({Severity.VIOLATION, Severity.ADVISORY, Severity.SUSPICION}),
    "never": frozenset(),
}

MEANINGS: Mapping[int, Message] = {
    CLEAN: Message("没有达到 --fail-on 的问题", "nothing at or above --fail-on"),
    FINDINGS: Message("有达到 --fail-on 的问题", "findings at or above --fail-on"),
    BROKEN_CHECKER: Message("有规则的检查器出错", "the checker of some rule broke"),
    LOST_INPUT: Message("有记录没有着落", "not all of the input was accounted for"),
    NOTHING_JUDGED: Message("没有任何记录得到判定", "nothing was evaluated"),
}


def exit_code(result: AuditResult, fail_on: str = "violation", *, new_only: bool = False) -> int:
    """Give the exit code of an audit that ran to its end; with ``new_only`` by what its baseline does not have."""
    if any(part.read != part.accepted + part.rejected for part in result.inputs):
        return LOST_INPUT
    if any(outcome.outcome is OutcomeKind.ERROR for outcome in result.outcomes):
        return BROKEN_CHECKER
    if not result.evaluated:
        return NOTHING_JUDGED
    grave = result.baseline.new_by_severity if new_only and result.baseline else result.findings.by_severity()
    return FINDINGS if any(grave.get(severity, 0) for severity in FAIL_ON[fail_on]) else CLEAN


def meaning(code: int, fail_on: str, lang: str) -> str:
    """Say what an exit code means."""
    said = MEANINGS[code].say(lang).replace("--fail-on", f"--fail-on {fail_on}")
    return Message(f"退出码 {code}:{said}", f"Exit code {code}: {said}").say(lang)
