"""What people decided is told: in the terminal what needs a look, in results.json all of it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from dbcheck.errors import Message
from dbcheck.findings import AnswerUsed, Attested, Effect, FormRead, Waived, WaiverState, WaiverUsed
from dbcheck.reports.decided import attestations_entry, decision_lines, waivers_entry
from dbcheck.reports.layout import plain
from dbcheck.rules import attestations, waivers
from dbcheck.rules.filled_forms import entries_of_yaml
from reports.specimens import ListedFindings, document_of, finding, result

FORM = FormRead("核查表.xlsx", 9, "0" * 64)
PAGE = Path(__file__).parents[2] / "docs" / "decisions.md"


def answer(effect: Effect, why: str = "") -> AnswerUsed:
    return AnswerUsed(
        *("P/1", "L1", "pass", effect, 1, Message(why, why), "附件", "说明", "王某"),
        day=date(2025, 5, 1),
        expires=date(2025, 6, 1),
        where="核查表.xlsx!核查表!7",
    )


def waiver(state: WaiverState, count: int = 0, why: str = "") -> WaiverUsed:
    return WaiverUsed(
        *("waiver", "P/1", ("L1",), "", "", "迁移", "张某", "1号", date(2025, 12, 31), "w.yaml:2:3"),
        state=state,
        count=count,
        why=Message(why, why),
    )


ATTESTED = Attested(FORM, (answer(Effect.CLEARED), answer(Effect.EXPIRED), answer(Effect.UNUSED, "no such record")))
WAIVED = Waived(
    FormRead("w.yaml", 9, "1" * 64),
    (waiver(WaiverState.APPLIED, 2), waiver(WaiverState.EXPIRED), waiver(WaiverState.UNKNOWN, 0, "no rule")),
    ListedFindings((finding("L-1"), finding("L-2"))),
)


def test_nobody_decided_anything_nothing_is_said() -> None:
    assert decision_lines(result(), 100, "zh") == []
    document = document_of(result())
    assert (document["attestations"], document["waivers"]) == (None, None)


def test_the_terminal_names_what_has_run_out_or_met_nothing_with_its_place() -> None:
    text = plain(decision_lines(replace(result(), attested=ATTESTED, waived=WAIVED), 100, "en"))
    assert "Attestations 核查表.xlsx\n  cleared 1 · expired 1 · unused 1\n" in text
    assert "    expired P/1 L1: valid until 2025-06-01\n      核查表.xlsx!核查表!7\n" in text
    assert "    unused P/1 L1: no such record\n" in text
    assert "  2 findings not counted · applied 1 · expired 1 · unknown 1\n" in text
    assert "    waiver P/1 2 findings: 迁移 (张某 1号, until 2025-12-31)\n" in text
    assert "    unknown P/1: no rule\n      w.yaml:2:3\n" in text


def test_results_json_tells_every_answer_and_every_waiver() -> None:
    told = attestations_entry(ATTESTED, "en")
    assert told is not None
    assert (told["cleared"], told["expired"], told["unused"], told["answered"]) == (1, 1, 1, 0)
    assert told["rows"][2]["why"] == "no such record"
    covered = waivers_entry(WAIVED, [], "en")
    assert covered is not None
    assert (covered["applied"], covered["unknown"], covered["findings_total"]) == (1, 1, 2)
    assert covered["rows"][0]["expires"] == "2025-12-31"


def test_the_examples_of_the_page_are_forms_without_mistakes() -> None:
    asked, waived = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    answers = entries_of_yaml("a", asked.encode(), attestations.COLUMNS, attestations.YAML_KEY)
    assert len(attestations.read_answers(answers, {"DB23T3649.10/4.1.1#2"}, date(2025, 6, 30))) == 1
    assert len(waivers.read_waivers(entries_of_yaml("w", waived.encode(), waivers.COLUMNS, waivers.YAML_KEY))) == 3
