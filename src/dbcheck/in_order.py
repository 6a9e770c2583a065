"""Work on a pool of threads whose results are taken in the order of the work."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def in_order(work: Callable[[Piece], Done], pieces: Iterable[Piece], threads: int | None = None) -> Iterator[Done]:
    """Give ``work`` of each piece, in the order of the pieces, which are fetched here; as many as there are threads, and one more, are held.

    threads: as many as the machine has processors where none is said; with one, the work is done here. What ``work`` raises is raised in the
    place of its result.
    """
    threads = threads or os.cpu_count() or 1
    if threads == 1:
        yield from map(work, pieces)
        return
    with ThreadPoolExecutor(threads) as pool:
        flying: deque[Future[Done]] = deque()
        for piece in pieces:
            flying.append(pool.submit(work, piece))
            if len(flying) > threads:
                yield flying.popleft().result()
        while flying:
            yield flying.popleft().result()
