"""Workflow tables: where they are, how one is found and loaded, and whether they cite every clause they should."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from dbcheck.errors import Message, PackError, Problem, UsageError
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import unknown_name
from dbcheck.records.snapshot import kinds as every_kind
from dbcheck.rules.pack import Pack, Rule
from dbcheck.rules.packs import pack_folder
from dbcheck.workflow.table import Workflow, covers_rule, document_of

FOLDER = "workflows"


def workflow_folder() -> Path:
    """Give the folder of the tables that come with dbcheck."""
    return pack_folder() / FOLDER


def builtin_workflows() -> Mapping[str, Path]:
    """Give the tables that come with dbcheck, by name."""
    return {path.stem: path for path in sorted(workflow_folder().glob("*.yaml"))}


def find_workflow(name_or_path: str) -> Path:
    """Give the file of a table, by name or path; raise UsageError for anything else."""
    builtin = builtin_workflows()
    if name_or_path in builtin:
        return builtin[name_or_path]
    path = Path(name_or_path)
    if path.is_file():
        return path
    what = Message("没有流程或文件", "there is no workflow or file")
    raise UsageError([Problem(name_or_path, "", unknown_name(name_or_path, builtin, what))])


@cache
def workflow(name: str) -> Workflow:
    """Give a table that comes with dbcheck, read once. Raises UsageError for an unknown name."""
    return load_workflow(find_workflow(name))


def load_workflow(path: Path, *, kinds: Mapping[str, Kind] | None = None) -> Workflow:
    """Load a table; raise PackError with every mistake that it has."""
    from dbcheck.rules.workflow_reading import read_workflow  # noqa: PLC0415 - YAML, which an audit without tables never needs

    label = path.name if path.parent == workflow_folder() else str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or str(error)
        raise PackError([Problem(label, "", Message(f"不能读取({said})", f"cannot be read ({said})"))]) from error
    return read_workflow(raw, label, kinds=kinds or every_kind())


def uncited(tables: Iterable[Workflow], packs: Iterable[Pack]) -> Iterator[Rule]:
    """Give the rules that belong to a workflow of the tables and that no transition, invariant or exemption of it names."""
    by_name: dict[str, set[str]] = {}
    for table in tables:
        for name in table.covers:
            cited = by_name.setdefault(name, set())
            cited.update(table.cited())
            cited.update(rule for note in table.exempt for rule in note.rules)
    for pack in packs:
        for rule in pack.rules:
            names = by_name.get(rule.workflow, set()) if rule.workflow != "none" else None
            if names is not None and rule.id not in names and f"{pack.id}/{rule.clause}" not in names:
                yield rule


def unknown_citations(table: Workflow, packs: Iterable[Pack]) -> Iterator[str]:
    """Give what a table cites and no pack has; citations of packs that are not given are left alone."""
    known = {pack.id: [rule.id for rule in pack.rules] for pack in packs}
    cited = dict.fromkeys([*table.cited(), *(rule for note in table.exempt for rule in note.rules)])
    for each in cited:
        rules = known.get(document_of(each))
        if rules is not None and not any(covers_rule(each, rule) for rule in rules):
            yield each
