"""A result made of what an export may hold to break a report: mark-up, formulas, marks that turn the reading order, endless texts."""

from dataclasses import replace

from dbcheck.errors import Message
from dbcheck.findings import (
    AuditResult,
    Counts,
    Finding,
    Input,
    ListedUnits,
    OutcomeKind,
    Reject,
    Severity,
    UnitName,
    Verdict,
)
from reports.specimens import finding, outcome, result

TEXTS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></script><svg onload=alert(2)>",
    '=HYPERLINK("http://evil.example","x")',
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(3)",
    "\u202eabc\u2066txt\u202c مرحبا",
    "👩‍👩‍👧‍👦🏴‍☠️ e\u0301\u0301\u0301",
    "\x00\x07\x1b[31m\ufffe\ud800",
    "]]><!-- &#x3c;b&#x3e; -->",
    "x" * 1_000_000,
    "@everyone #1 :smile: [a](http://evil.example) | `b` ![](http://evil.example/p.png)",
)


def hostile() -> AuditResult:
    """Give a result whose every text that comes from outside is hostile."""
    found = [_finding(number, text) for number, text in enumerate(TEXTS)]
    failing = outcome("5.3.3#2", OutcomeKind.FAIL, Counts(fail=len(found)), check="time_limit", requirement=TEXTS[0])
    broken = outcome("5.4.9", OutcomeKind.ERROR, error=TEXTS[1])
    headers: dict[str, str | None] = {f"列{number}{TEXTS[number % len(TEXTS)][:200]}": None for number in range(300)}
    inputs = (Input(f"导出/{TEXTS[0]}.csv", "letter", 9, 8, 1, headers, size=1, sha256="0" * 64),)
    rejects = tuple(
        Reject(inputs[0].path, number, text, text, Message(text[:200], text[:200]), whole_row=number % 2 == 0)
        for number, text in enumerate(TEXTS)
    )
    made = result((failing, broken), found, inputs, rejects)
    return replace(
        made,
        names=ListedUnits({(None, f"U{number}"): UnitName(None, f"U{number}", text) for number, text in enumerate(TEXTS)}),
        profile=TEXTS[1],
    )


def _finding(number: int, text: str) -> Finding:
    text = text.encode("utf-8", "replace").decode(
        "utf-8"
    )  # what comes out of a table is UTF-8; paths and rejects need not be
    base = finding(f"R{number} {text[:300]}", verdict=Verdict.FAIL, message=text)
    evidence = {
        "from": "2024-09-27 09:00:00",
        "to": text[:50],
        "due": "2024-10-10",
        "max": 5,
        "unit": "work_day",
        "days_late": 4,
    }
    return replace(base, evidence=evidence, unit=f"U{number}", path=f"导出/{text[:100]}.csv", severity=Severity.VIOLATION)
