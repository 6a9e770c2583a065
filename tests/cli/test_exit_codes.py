from collections.abc import Mapping
from dataclasses import replace

import pytest

from dbcheck.cli.exit_codes import exit_code
from dbcheck.findings import Counts, OutcomeKind, Severity
from reports.specimens import FINDINGS, INPUTS, OUTCOMES, finding, outcome, result

SUSPICION, VIOLATION = FINDINGS[-1], FINDINGS[0]
ADVISORY = replace(VIOLATION, severity=Severity.ADVISORY)
NOTE = replace(VIOLATION, severity=Severity.NONE)
LOST = (replace(INPUTS[0], accepted=39),)
BROKEN = outcome("5.9", OutcomeKind.ERROR, Counts())
UNJUDGED = (outcome("5.3.1", OutcomeKind.UNDETERMINED, Counts(undetermined=3, out_of_scope=4)),)

# --fail-on -> the exit codes for a note, a suspicion, an advisory and a violation
THRESHOLDS: Mapping[str, tuple[int, int, int, int]] = {
    "violation": (0, 0, 0, 1),
    "advisory": (0, 0, 1, 1),
    "suspicion": (0, 1, 1, 1),
    "never": (0, 0, 0, 0),
}


@pytest.mark.parametrize("fail_on", THRESHOLDS)
def test_findings_at_or_above_fail_on_make_the_code_1(fail_on: str) -> None:
    codes = tuple(exit_code(result(findings=(found,)), fail_on) for found in (NOTE, SUSPICION, ADVISORY, VIOLATION))
    assert codes == THRESHOLDS[fail_on]


def test_nothing_found_is_0() -> None:
    assert exit_code(result(findings=()), "suspicion") == 0


def test_a_broken_checker_is_3_even_with_findings() -> None:
    assert exit_code(result((*OUTCOMES, BROKEN))) == 3


def test_records_that_nobody_accounted_for_are_4_before_all_else() -> None:
    assert exit_code(result((*OUTCOMES, BROKEN), inputs=LOST)) == 4


def test_nothing_evaluated_is_5_and_never_a_success() -> None:
    assert exit_code(result(UNJUDGED, findings=())) == 5
    assert exit_code(result((), findings=()), "never") == 5


def test_a_broken_checker_comes_before_nothing_evaluated() -> None:
    assert exit_code(result((*UNJUDGED, BROKEN), findings=())) == 3


def test_pending_records_were_evaluated() -> None:
    pending = outcome("5.3.3", OutcomeKind.UNDETERMINED, Counts(pending=2))
    assert exit_code(result((pending,), findings=())) == 0


def test_a_finding_of_the_specimens_is_a_violation() -> None:
    assert finding("L-1").severity is Severity.VIOLATION
