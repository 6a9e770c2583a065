"""A pack while it is being read: its values, their positions, and every mistake found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dbcheck.errors import Message, Pointer, Problem
from dbcheck.records.kind import Kind
from dbcheck.rules.checking import Checkers
from dbcheck.rules.yaml_marks import Mark, MarkedText


@dataclass(slots=True)
class Draft:
    """What is known about a pack that may still turn out wrong; ``label`` is how its file is called in messages."""

    label: str
    marked: MarkedText
    kinds: Mapping[str, Kind]
    checkers: Checkers
    _found: list[tuple[Mark, Problem]] = field(default_factory=list)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give every mistake, in the order of the file, each once."""
        ordered = sorted(self._found, key=lambda found: found[0])
        return tuple(dict.fromkeys(problem for _, problem in ordered))

    def wrong(self, pointer: Pointer, message: Message, *, of_key: bool = False) -> None:
        """Note a mistake at a value, or at its key; where the YAML itself slipped, that was said already."""
        mark = self.marked.mark(pointer, of_key=of_key)
        if mark not in {slip.mark for slip in self.marked.slips}:
            self._note(mark, pointer, message)

    def note_slips(self) -> None:
        """Take over what is wrong with the YAML."""
        for slip in self.marked.slips:
            self._note(slip.mark, slip.pointer, slip.message)

    def at(self, pointer: Pointer) -> Any:
        """Give the value at a pointer that exists."""
        value = self.marked.value
        for step in pointer:
            value = value[step]
        return value

    def source(self, pointer: Pointer) -> str:
        """Give a scalar as it stands in the file: 5.10, not 5.1."""
        return self.marked.plain.get(pointer) or str(self.at(pointer))

    def _note(self, mark: Mark, pointer: Pointer, message: Message) -> None:
        self._found.append((mark, Problem(f"{self.label}:{mark[0]}:{mark[1]}", self._subject(pointer), message)))

    def _subject(self, pointer: Pointer) -> str:
        if len(pointer) < 2 or pointer[0] != "rules":
            return ""
        return rule_ref(self, pointer[:2])


def rule_ref(draft: Draft, pointer: Pointer) -> str:
    """Name a rule in messages: ``clause#part`` as far as it is written, else its place in the list."""
    rule = draft.at(pointer)
    written = [
        key for key in ("clause", "part") if isinstance(rule, Mapping) and isinstance(rule.get(key), (str, int, float))
    ]
    return "#".join(draft.source((*pointer, key)) for key in written) or f"rules[{pointer[1]}]"
