"""The faults that come with dbcheck, read from ``rules/faults/*.yaml``.

An entry: ``fault`` (its name), ``zh`` and ``en`` (what goes wrong), ``aims`` (the rule whose own parameters say what to damage),
``trips`` (every rule of every pack that the damage breaks, the aimed one among them), and, where the rule leaves a choice, ``how``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbcheck.errors import Message, PackError, Problem, UsageError
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.packs import pack_folder
from dbcheck.rules.yaml_marks import read_marked

_KEYS = ("fault", "zh", "en", "aims", "trips", "how")
_NEEDED = ("fault", "zh", "en", "aims", "trips")


@dataclass(frozen=True)
class Fault:
    """One named way to damage a healthy year. how: choices that the aimed rule leaves open, such as which of its fields."""

    name: str
    says: Message
    aims: str
    trips: tuple[str, ...]
    how: Mapping[str, Any] = field(default_factory=dict)


def fault_folder() -> Path:
    """Give the folder of the faults that come with dbcheck."""
    return pack_folder() / "faults"


def builtin_faults() -> tuple[Fault, ...]:
    """Give every fault that comes with dbcheck, in the order of the files. Raises PackError."""
    faults: list[Fault] = []
    problems: list[Problem] = []
    for path in sorted(fault_folder().glob("*.yaml")):
        found, wrong = _read(path)
        faults += found
        problems += wrong
    names = [fault.name for fault in faults]
    twice = sorted({name for name in names if names.count(name) > 1})
    said = Message("这个故障写了两次", "this fault is there twice")
    problems += [Problem("rules/faults", name, said) for name in twice]
    if problems:
        raise PackError(problems)
    return tuple(faults)


def _read(path: Path) -> tuple[list[Fault], list[Problem]]:
    marked = read_marked(path.read_bytes())
    problems = [Problem(f"{path.name}:{slip.mark[0]}:{slip.mark[1]}", "", slip.message) for slip in marked.slips]
    entries = marked.value if isinstance(marked.value, list) else []
    faults: list[Fault] = []
    for number, entry in enumerate(entries):
        line, column = marked.mark((number,))
        wrong = [Problem(f"{path.name}:{line}:{column}", "", message) for message in _mistakes(entry)]
        problems += wrong
        if not wrong:
            says = Message(entry["zh"], entry["en"])
            faults.append(Fault(entry["fault"], says, entry["aims"], tuple(entry["trips"]), entry.get("how") or {}))
    return faults, problems


def _mistakes(entry: object) -> Iterator[Message]:
    if not isinstance(entry, Mapping):
        yield Message("每个故障写成映射", "write each fault as a mapping")
        return
    for key in entry:
        if key not in _KEYS:
            yield unknown_name(key, _KEYS, Message("没有键", "there is no key"))
    for key in _NEEDED:
        if not entry.get(key):
            yield Message(f"缺少 {key}", f"{key} is missing")
    if entry.get("trips") and entry.get("aims") not in entry["trips"]:
        yield Message("trips 里没有 aims 的规则", "the aimed rule is not among those that it trips")


def chosen_faults(wanted: str, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Give the faults that ``none``, ``all`` or a file of names (one a line, ``#`` begins a remark) asks for. Raises UsageError."""
    if wanted in ("none", "all"):
        return tuple(faults) if wanted == "all" else ()
    path = Path(wanted)
    if not path.is_file():
        said = Message(
            f"没有文件 {wanted!r};可写 none、all 或文件名", f"there is no file {wanted!r}; write none, all or a file"
        )
        raise UsageError([Problem("--faults", "", said)])
    named = {fault.name: fault for fault in faults}
    listed = [line.partition("#")[0].strip() for line in path.read_text("utf-8-sig").splitlines()]
    what = Message("没有故障", "there is no fault")
    problems = [
        Problem(f"{wanted}:{number}", "", unknown_name(name, named, what))
        for number, name in enumerate(listed, start=1)
        if name and name not in named
    ]
    if problems:
        raise UsageError(problems)
    return tuple(named[name] for name in dict.fromkeys(listed) if name)
