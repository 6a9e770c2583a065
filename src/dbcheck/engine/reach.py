"""Whom a profile reaches: organisation levels and site kinds, looked up behind a record's references."""

import polars as pl

from dbcheck.engine.binder import Binder
from dbcheck.plugins.contract import MissingColumn, MissingKind
from dbcheck.rules.pack import Reach

LEVEL_PATHS = ("level", "org_id.level", "site_id.org_id.level", "host_org_id.level", "responsible_org_id.level")
SITE_KIND_PATHS = ("kind", "site_id.kind")


def reached(binder: Binder, reach: Reach) -> pl.Expr | None:
    """Tell whether a record may be of somebody that the profile judges: false only where it surely is not; None for everybody."""
    tests = [
        _among(binder, _paths(binder, LEVEL_PATHS, of="organization"), reach.levels),
        _among(binder, _paths(binder, SITE_KIND_PATHS, of="site"), reach.site_kinds),
    ]
    held = [test for test in tests if test is not None]
    return None if not held else pl.all_horizontal(held)


def _paths(binder: Binder, paths: tuple[str, ...], *, of: str) -> list[str]:
    """Keep the paths that start at a field of the kind; a bare field counts only for the kind that it describes."""
    here = binder.kind
    return [path for path in paths if path.partition(".")[0] in here.fields and ("." in path or here.name == of)]


def _among(binder: Binder, paths: list[str], wanted: frozenset[str]) -> pl.Expr | None:
    if not wanted:
        return None
    values: list[pl.Expr] = []
    for path in paths:
        try:
            values.append(binder.column(path).value)
        except (MissingColumn, MissingKind):
            continue  # nobody can tell, so the record is judged
    return pl.coalesce(values).is_in(sorted(wanted)).fill_null(value=True) if values else None
