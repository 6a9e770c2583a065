"""Progress on long work: a bar on standard error, only where a person looks at it and only after a second."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dbcheck.errors import Message
from dbcheck.reports.vocabulary import kind_label

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds of work before anything is shown


class ProgressBar:
    """What an audit calls with (kind of record, done, total); a context manager that clears the bar at the end."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._wanted = sys.stderr.isatty()
        self._since = time.monotonic()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, kind: str, done: int, total: int) -> None:
        """Show how far the records of a kind have come."""
        if not self._wanted or time.monotonic() - self._since < PATIENCE:
            return
        bar = self._bar or self._start()
        if kind not in self._tasks:
            label = Message(f"判定 {kind_label(kind, 'zh')}", f"judging {kind}").say(self._lang)
            self._tasks[kind] = bar.add_task(label, total=total or None)
        bar.update(self._tasks[kind], completed=done, total=total or None)

    def _start(self) -> "Progress":
        from rich.console import Console  # noqa: PLC0415 - rich is for long work in a terminal only
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        return self._bar

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
