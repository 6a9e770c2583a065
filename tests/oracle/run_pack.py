"""Run the examples of a pack file against the oracle: ``python -m oracle.run_pack PATH``, from the folder ``tests``.

It prints every example whose verdict differs, every machine-checked rule without a passing or failing example, and what
is no record of its kind. It answers 1 when it printed any of it.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dbcheck.records.catalogue import kinds
from dbcheck.records.kind import Kind
from dbcheck.rules.pack import Example, Pack, Rule
from oracle.examples import judge_example, verdict_of
from oracle.interpreter import only_measures

MAIN_ID = "1"


def read_pack(path: Path) -> Pack:
    """Read a pack without checking it; the loader of the project is not used."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    rules = tuple(_rule(raw["pack"], item) for item in raw["rules"])
    return Pack(
        id=raw["pack"],
        title=raw.get("title", ""),
        title_en=raw.get("title_en", ""),
        document=raw.get("document", ""),
        issuer=raw.get("issuer", ""),
        published=_date(raw.get("published")),
        effective=_date(raw.get("effective")),
        withdrawn=_date(raw.get("withdrawn")),
        jurisdiction=raw.get("jurisdiction", ""),
        clauses=tuple(map(str, raw.get("clauses", ()))),
        rules=rules,
        path=str(path),
        digest="",
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _rule(pack: str, item: Mapping[str, Any]) -> Rule:
    params = item.get("with") or {}
    written = item.get("examples") or {}
    examples = [_example(verdict, raw, params.get("record")) for verdict in written for raw in written[verdict]]
    return Rule(
        pack=pack,
        clause=str(item["clause"]),
        part=str(item.get("part") or ""),
        requirement=item["requirement"],
        modality=item["modality"],
        subject=item.get("subject", ""),
        check=item["check"],
        params=params,
        examples=tuple(examples),
    )


def _example(verdict: str, raw: Mapping[str, Any], record: str | None) -> Example:
    """Read an example: ``records: {kind: [...]}``, or the fields of the judged record with ``others: {kind: [...]}``."""
    as_of = raw.get("as_of")
    if "records" in raw or record is None:
        return Example(verdict, _listed(raw.get("records") or {}), main=None, as_of=as_of, where="")
    judged = {name: value for name, value in raw.items() if name not in ("as_of", "others")}
    main = None
    if "id" in kinds()[record].fields:
        main = judged["id"] = judged.get("id") or MAIN_ID
    others = _listed(raw.get("others") or {})
    records = {**others, record: (judged, *others.get(record, ()))}
    return Example(verdict, records, main=main, as_of=as_of, where="")


def _listed(records: Mapping[str, Any]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    return {kind: tuple(listed) for kind, listed in records.items()}


def differences(pack: Pack, all_kinds: Mapping[str, Kind], checks: frozenset[str] | None = None) -> Iterator[str]:
    """Say what is wrong with the examples of a pack, a line each; ``checks`` limits it to some kinds of check."""
    for rule in pack.rules:
        if not rule.is_machine_checked or (checks is not None and rule.check not in checks):
            continue
        for verdict in ("pass", "fail"):
            if not only_measures(rule) and not any(_names(example, verdict) for example in rule.examples):
                yield f"{rule.id}: no example of {verdict}"
        for number, example in enumerate(rule.examples, start=1):
            yield from _difference(rule, number, example, pack, all_kinds)


def _names(example: Example, verdict: str) -> bool:
    return example.verdict == verdict or (verdict == "fail" and example.verdict == "suspect")


def _difference(rule: Rule, number: int, example: Example, pack: Pack, all_kinds: Mapping[str, Kind]) -> Iterator[str]:
    where = f"{rule.id} example {number}"
    try:
        result = judge_example(rule, example, pack, all_kinds)
    except (KeyError, ValueError, TypeError, AssertionError, NotImplementedError) as error:
        yield f"{where}: cannot be judged: {type(error).__name__}: {error}\n    {dict(example.records)}"
        return
    got = verdict_of(result, example.main)
    if got != example.verdict:
        said = result.rule_level or result.verdicts
        yield f"{where}: written as {example.verdict}, is {got}\n    {dict(example.records)} as_of={example.as_of}\n    {said}"


def main(arguments: list[str]) -> int:
    """Print what differs; answer 1 if anything does."""
    lines = [line for path in arguments for line in differences(read_pack(Path(path)), kinds())]
    print("\n".join(lines) if lines else "every example holds")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
