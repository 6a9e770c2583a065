"""How often the interpreter looks for objects that only hold each other: loading leaves none, and a look at all of them takes 20 ms."""

import gc

LOADING = 200_000  # new objects before a look; Polars and the engine make half as many
RUNNING = 20_000


def while_loading() -> None:
    """Look for nothing while modules are loaded."""
    gc.set_threshold(LOADING)


def while_running() -> None:
    """Never look at what was loaded again, and only now and then at the rest."""
    gc.freeze()
    gc.set_threshold(RUNNING)
