"""Names of columns that the engine adds to a batch; none of them can be a field. And of the engine of Polars that works on it."""

from typing import Final

KEPT = "="  # an expression computed once per batch
KEY = "!key"  # what a record is called: its id, else path:row
ENGINE: Final = "in-memory"  # where a batch is; the streaming engine, a default of Polars, takes twice the CPU time for it
