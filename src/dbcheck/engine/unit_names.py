"""What units are called: read once, on demand, from the organisations, sites and accounts that were supplied."""

from collections.abc import Mapping
from functools import cached_property

from dbcheck.engine.binder import key_of
from dbcheck.engine.names import KEY
from dbcheck.findings import UNIT_KINDS, UnitName
from dbcheck.plugins.tables import Table

NAME, CODE = "name", "identifier_code"


class SuppliedUnits:
    """The UnitNames of an audit. A key that no record bears is a name already, or nobody knows better: it names itself."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def name_of(self, kind: str | None, key: str) -> UnitName:
        """Give what a unit is called."""
        return self._known.get((kind or "", key)) or UnitName(kind, key, key)

    @cached_property
    def _known(self) -> dict[tuple[str, str], UnitName]:
        found: dict[tuple[str, str], UnitName] = {}
        for kind in UNIT_KINDS:
            table = self._tables.get(kind)
            if table is None or NAME not in table.columns:
                continue
            columns = [name for name in ("id", NAME, CODE) if name in table.columns]
            told = [name for name in (NAME, CODE) if name in table.columns]
            for thunk in table.batches(columns):
                for key, name, *code in thunk().select(key_of(table).alias(KEY), *told).iter_rows():
                    if key is not None and name:
                        found.setdefault((kind, key), UnitName(kind, key, name, (code[0] or "") if code else ""))
        return found
