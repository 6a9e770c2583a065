"""Workflow tables for readers: a Mermaid diagram, JSON, and the page of all workflows in Markdown."""

from collections.abc import Iterable, Sequence
from typing import Any

from dbcheck.errors import Message
from dbcheck.workflow.deadlines import UNIT_WORDS
from dbcheck.workflow.table import Guard, Limit, Transition, Workflow, document_of

FULL_COLON = "\N{FULLWIDTH COLON}"
MOST_CITED = 6  # clauses shown of a row in a table; JSON has them all
START_RULES = {"first_workday": Message(",自首个工作日起算", ", from the first working day")}


def limit_words(limit: Limit, table: Workflow) -> Message:
    """Say one limit: how long, from what on, and whether it is a should, or ours, or holds for some records only."""
    start = table.actions.get(limit.start, Message(limit.start, limit.start))
    unit = UNIT_WORDS[limit.unit]
    if limit.due_month_day:
        year = {0: Message("当年", "the year"), 1: Message("次年", "the next year"), -1: Message("上年", "the year before")}
        named = year.get(limit.due_add_years, Message(f"{limit.due_add_years} 年后", f"year {limit.due_add_years:+}"))
        bound = Message(f"{named.zh} {limit.due_month_day} 前", f"by {limit.due_month_day} of {named.en}")
    elif limit.due_field:
        bound = Message(f"按 {limit.due_field}", f"by {limit.due_field}")
    else:
        parts = [Message(f"≥{limit.min} {unit.zh}", f"≥{limit.min} {unit.en}")] if limit.min is not None else []
        if limit.max is not None:
            parts.append(Message(f"≤{limit.max} {unit.zh}", f"≤{limit.max} {unit.en}"))
        if not parts:
            parts.append(Message("及时,没有数字", "soon, without a number"))
        rule = START_RULES.get(limit.start_rule, Message("", ""))
        bound = Message(
            f"{start.zh}起 {'、'.join(part.zh for part in parts)}{rule.zh}",
            f"{', '.join(part.en for part in parts)} from {start.en}{rule.en}",
        )
    marks = [Message("宜", "should")] if limit.is_advice else []
    marks += [Message("数字是我们的", "the number is ours")] if limit.is_proposed else []
    marks += [Message("部分记录", "some records")] if limit.where else []
    zh = f"({'、'.join(mark.zh for mark in marks)})" if marks else ""
    en = f" ({', '.join(mark.en for mark in marks)})" if marks else ""
    return Message(f"{bound.zh}{zh} [{limit.rule}]", f"{bound.en}{en} [{limit.rule}]")


def limits_of(row: Transition, table: Workflow, lang: str) -> str:
    """Say every limit of a row, those alike but for their clause together."""
    together: dict[str, list[str]] = {}
    for limit in row.limits:
        said, _, rule = limit_words(limit, table).say(lang).rpartition(" [")
        together.setdefault(said, []).append(rule.rstrip("]"))
    return "; ".join(f"{said} [{', '.join(rules)}]" for said, rules in together.items())


def guards_of(row: Transition, lang: str) -> str:
    """Say every guard of a row, each once."""
    return "; ".join(dict.fromkeys(_guard(guard).say(lang) for guard in row.guards))


def _guard(guard: Guard) -> Message:
    return Message(f"{guard.says.zh}(宜)", f"{guard.says.en} (should)") if guard.is_advice else guard.says


def cited(row: Transition) -> str:
    """Name the clauses of a row, the first ones."""
    rules = list(dict.fromkeys((*row.rules, *(guard.rule for guard in row.guards if guard.rule))))
    return ", ".join(rules[:MOST_CITED]) + (", ..." if len(rules) > MOST_CITED else "")


def state_names(names: Sequence[str], table: Workflow, lang: str) -> str:
    """Give how states are called; the one of what does not exist yet is empty."""
    separator = "、" if lang == "zh" else ", "
    return separator.join(table.states[name].label.say(lang) for name in names if name)


def mermaid(table: Workflow, lang: str = "zh") -> str:
    """Draw the table as a Mermaid state diagram; actions that leave the state are not drawn."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_quoted(state.label.say(lang))}" as {name}' for name, state in table.states.items()]
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in table.transitions:
        for source in row.sources:
            if row.target:
                arrows.setdefault((source or "[*]", row.target), []).append(row.label.say(lang))
    for (source, target), labels in arrows.items():
        lines.append(f"    {source} --> {target}: {_quoted(' / '.join(dict.fromkeys(labels)))}")
    lines += [f"    {name} --> [*]" for name, state in table.states.items() if state.is_final]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace('"', "'").replace(":", FULL_COLON).replace(";", ",")  # both would end a label


def as_json(table: Workflow) -> dict[str, Any]:
    """Give the whole table as plain values."""
    return {
        "workflow": table.name,
        "title": table.title.zh,
        "title_en": table.title.en,
        "record": table.record,
        "covers": list(table.covers),
        "states": [
            {"state": name, "zh": state.label.zh, "en": state.label.en, "final": state.is_final, "hidden": state.is_hidden}
            for name, state in table.states.items()
        ],
        "roles": {name: {"zh": label.zh, "en": label.en} for name, label in table.roles.items()},
        "transitions": [_row(row) for row in table.transitions],
        "invariants": [{"zh": each.says.zh, "en": each.says.en, "rules": list(each.rules)} for each in table.invariants],
        "exempt": [{"zh": each.says.zh, "en": each.says.en, "rules": list(each.rules)} for each in table.exempt],
    }


def _row(row: Transition) -> dict[str, Any]:
    return {
        "action": row.action,
        "zh": row.label.zh,
        "en": row.label.en,
        "from": [source for source in row.sources if source],
        "to": row.target or None,
        "roles": list(row.roles),
        "by": row.by or None,
        "under": list(row.under),
        "fills": list(row.fills),
        "needs": list(row.needs),
        "guards": [
            {
                "zh": guard.says.zh,
                "en": guard.says.en,
                "after": guard.after or guard.later or None,
                "rule": guard.rule or None,
                "should": guard.is_advice,
            }
            for guard in row.guards
        ],
        "limits": [
            {
                "rule": limit.rule,
                "from": limit.start or None,
                "max": limit.max,
                "min": limit.min,
                "unit": limit.unit,
                "start_rule": limit.start_rule,
                "must": limit.must,
                "should": limit.is_advice,
                "proposed": limit.is_proposed,
                "where": dict(limit.where),
            }
            for limit in row.limits
        ],
        "rules": list(row.rules),
    }


def workflows_page(tables: Iterable[Workflow]) -> str:
    """Give the page of all workflows: states, transitions, limits, clauses, diagram, and what holds at any time."""
    listed = list(tables)
    lines = [
        "# Workflows",
        "",
        "Written by `dbcheck platform list --format markdown` from the tables in `rules/workflows/`; a test compares both.",
        "[platform.md](platform.md) tells how to read and run them.",
        "",
        "| workflow | record | states | transitions | limits | clauses |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_summary(table) for table in listed]
    for table in listed:
        lines += _section(table)
    return "\n".join(lines) + "\n"


def _summary(table: Workflow) -> str:
    limits = sum(len(row.limits) for row in table.transitions)
    clauses = len(set(table.cited()))
    counts = f"{len(table.states)} | {len(table.transitions)} | {limits} | {clauses}"
    return f"| [{table.name}](#{table.name}) {table.title.zh} | `{table.record}` | {counts} |"


def _section(table: Workflow) -> list[str]:
    lines = ["", f"## {table.name}", "", f"{table.title.zh} · {table.title.en}. Record: `{table.record}`."]
    if table.transitions:
        lines += ["", "| action | from | to | who | limits | clauses |", "|---|---|---|---|---|---|"]
        lines += [_markdown_row(row, table) for row in table.transitions]
        lines += ["", "```mermaid", mermaid(table).rstrip(), "```"]
    for title, notes in (("Holds at any time", table.invariants), ("Binds no transition", table.exempt)):
        if notes:
            lines += ["", f"{title}:", ""]
            lines += [f"- {note.says.zh} · {note.says.en} [{', '.join(note.rules)}]" for note in notes]
    return lines


def _markdown_row(row: Transition, table: Workflow) -> str:
    rules = ", ".join(dict.fromkeys((*row.rules, *(guard.rule for guard in row.guards if guard.rule))))
    under = f" (only {', '.join(map(document_of, row.under))})" if row.under else ""
    source = ", ".join(source or "-" for source in row.sources)
    cells = (
        f"`{row.action}` {row.label.zh}{under}",
        source,
        row.target or "=",
        ", ".join(row.roles),
        limits_of(row, table, "en"),
        rules,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
