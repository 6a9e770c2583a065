"""Rows of a sheet that are no records: sums, notes and signatures at its foot, headers repeated on every printed page."""

from collections.abc import Sequence

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.tables import ROW
from dbcheck.sources.delimited import Block
from dbcheck.sources.rejecting import Broken

SUM_ROW = Message("合计行,不是记录", "a row of sums, no record")
NOTE_ROW = Message("表尾的说明或落款,不是记录", "a note or signature below the table, no record")
HEADER_ROW = Message("重复的表头,不是记录", "the header repeated, no record")

_SUM = r"^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)\s*[:：]?\s*$"
_NOTE = r"^\s*(?:(?:制表|填表|填报|审核|复核|负责)(?:人|单位|日期|时间)|注|备注|说明|联系人)\s*[:：]"
_HINT = "[计:：]"  # sums and notes hold one of these where the row begins; few other rows do


def _may_be_aside(cell: pl.Expr, first: pl.Expr, header: str) -> pl.Expr:
    """Tell by how a row begins, which is quicker to look at than the whole of it."""
    return (cell.fill_null("").str.strip_chars() == header) | first.str.contains(_HINT)


def set_aside(block: Block, headers: Sequence[str]) -> Block:
    """Move rows that are no records from the frame to the broken rows."""
    frame = block.frame
    cells = [pl.col(str(number)) for number in range(len(headers))]
    first = pl.coalesce(cells)
    if not frame.select(_may_be_aside(cells[0], first, headers[0]).any()).item():
        return block
    filled = pl.sum_horizontal(cell.is_not_null() & (cell != "") for cell in cells)
    kinds = frame.select(
        header=pl.all_horizontal(
            cell.fill_null("").str.strip_chars() == header for cell, header in zip(cells, headers, strict=True)
        )
        if len(headers) > 1
        else pl.lit(value=False),
        sums=first.str.contains(_SUM) & (len(headers) > 2),
        note=first.str.contains(_NOTE) & (filled <= max(len(headers) // 3, 1)),
    ).fill_null(value=False)
    is_aside = kinds.select(pl.any_horizontal(pl.all())).to_series()
    if not is_aside.any():
        return block
    broken = [
        Broken(
            row[-1], " ".join(cell for cell in row[:-1] if cell), HEADER_ROW if header else SUM_ROW if sums else NOTE_ROW
        )
        for row, (header, sums, _) in zip(
            frame.filter(is_aside).select(*cells, ROW).rows(), kinds.filter(is_aside).rows(), strict=True
        )
    ]
    return Block(frame.filter(~is_aside), block.read, (*block.broken, *broken))
