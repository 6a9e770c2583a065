"""The head of the terminal report: the standard, the audit date, and what was read."""

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Input, PackUsed
from dbcheck.reports.layout import Column, Line, Span, Tone, line, paragraph, table
from dbcheck.reports.places import shared_folder, short_names
from dbcheck.reports.vocabulary import kind_label, many
from dbcheck.reports.widths import pad, width

SHOWN_INPUTS = 12
SHOWN_UNMATCHED = 8
SHOWN_PASSED_OVER = 4
SPELLED_BINDINGS = 3  # with more files the matched columns stand in manifest.json only


def header_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Say by what, and as of when, the records are judged."""
    entries = [(Message("标准", "standard"), _pack(pack, lang)) for pack in result.packs]
    if result.profile:
        entries.append((Message("适用方案", "profile"), result.profile))
    entries.append((Message("审计时点", "as of"), as_of_words(result, lang)))
    entries.append((Message("工作日历", "calendar"), result.calendar))
    folder = shared_folder([part.path for part in result.inputs])
    if folder:
        entries.append((Message("来源", "source"), folder))
    labels = max(width(label.say(lang)) for label, _ in entries)
    lines: list[Line] = []
    for label, text in entries:
        first, *rest = paragraph(text, columns - labels - 2, tone=_tone(label))
        lines.append((Span(pad(label.say(lang), labels + 2), Tone.FAINT), *first))
        lines += [(Span(" " * (labels + 2)), *more) for more in rest]
    return lines


def _tone(label: Message) -> Tone:
    return Tone.TITLE if label.en == "standard" else Tone.PLAIN


def _pack(pack: PackUsed, lang: str) -> str:
    since = pack.effective.isoformat() if pack.effective else ""
    force = Message(f",{since} 起施行" if since else "", f", in force from {since}" if since else "").say(lang)
    return f"{pack.document} {pack.title}" + Message(
        f"({pack.rules} 条规则{force})", f" ({many(pack.rules, 'rule')}{force})"
    ).say(lang)


def as_of_words(result: AuditResult, lang: str) -> str:
    """Say the audit instant as the user gave it, and whether records from before are judged too."""
    text = f"{result.as_of:%Y-%m-%d %H:%M}"
    if "T" not in result.as_of_text and ":" not in result.as_of_text and result.as_of_text:
        text = Message(f"{result.as_of_text} 24:00", f"{result.as_of_text} 24:00").say(lang)
    again = Message(",施行前的记录一并判定(--retroactive)", ", records from before are judged too (--retroactive)").say(
        lang
    )
    return text + (again if result.retroactive else "")


def input_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Say which files were read as what, how many rows were taken, and which columns nobody knows."""
    folder = shared_folder([part.path for part in result.inputs])
    heads = (
        Column(Message("文件", "file").say(lang), flexible=True),
        Column(Message("类别", "kind").say(lang)),
        Column(Message("读取", "read").say(lang), right=True),
        Column(Message("采用", "accepted").say(lang), right=True),
        Column(Message("剔除", "rejected").say(lang), right=True),
    )
    listed = result.inputs if len(result.inputs) <= SHOWN_INPUTS else result.inputs[: SHOWN_INPUTS - 2]
    rows = [
        _row(part.path.removeprefix(folder), kind_label(part.kind, lang), part.read, part.accepted, part.rejected)
        for part in listed
    ]
    if len(result.inputs) > 1:
        hidden = len(result.inputs) - len(listed)
        more = Message(f"合计 {len(result.inputs)} 份", f"all {len(result.inputs)}").say(lang)
        more += Message(f"(略去 {hidden} 份)", f" ({hidden} not shown)").say(lang) if hidden else ""
        sums = (
            sum(p.read for p in result.inputs),
            sum(p.accepted for p in result.inputs),
            sum(p.rejected for p in result.inputs),
        )
        rows.append(_row(more, "", *sums))
    return [*table(heads, rows, columns), *_passed_over(result, folder, columns, lang), *_bindings(result, columns, lang)]


def _passed_over(result: AuditResult, folder: str, columns: int, lang: str) -> list[Line]:
    """Name what was there and holds no records."""
    names = [name.removeprefix(folder) for name in result.passed_over]
    if not names:
        return []
    shown, left = names[:SHOWN_PASSED_OVER], len(names) - SHOWN_PASSED_OVER
    more = Message(f" 等 {len(names)} 项", f" and {left} more") if left > 0 else Message("", "")
    said = Message(f"不是记录,略过:{'、'.join(shown)}{more.zh}", f"no records, passed over: {'; '.join(shown)}{more.en}")
    return paragraph(said.say(lang), columns, indent=2, hang=2, tone=Tone.FAINT)


def _row(path: str, kind: str, read: int, accepted: int, rejected: int) -> list[Span]:
    return [
        Span(path),
        Span(kind),
        Span(f"{read:,}"),
        Span(f"{accepted:,}"),
        Span(f"{rejected:,}", Tone.BAD if rejected else Tone.PLAIN),
    ]


def _bindings(result: AuditResult, columns: int, lang: str) -> list[Line]:
    lines: list[Line] = []
    for part in result.inputs:
        matched = [f"{header}→{field}" for header, field in part.binding.items() if field and header != field]
        if matched and len(result.inputs) <= SPELLED_BINDINGS:
            text = Message(f"列对应:{'、'.join(matched)}", f"columns: {', '.join(matched)}").say(lang)
            lines += paragraph(text, columns, indent=2, hang=2, tone=Tone.FAINT)
    return lines + _unmatched(result.inputs, columns, lang)


def _unmatched(inputs: tuple[Input, ...], columns: int, lang: str) -> list[Line]:
    """Name the headers that no field knows; files that share them (parts of one export) are told together."""
    names = short_names(part.path for part in inputs)
    files: dict[tuple[str, ...], list[str]] = {}
    for part in inputs:
        unknown = tuple(header for header, field in part.binding.items() if field is None)
        if unknown:
            files.setdefault(unknown, []).append(names[part.path])
    lines: list[Line] = []
    for unknown, sharing in list(files.items())[:SHOWN_UNMATCHED]:
        more = Message(f" 等 {len(sharing)} 份", f" and {len(sharing) - 1} more") if len(sharing) > 1 else Message("", "")
        zh = f"{sharing[0]}{more.zh} 未识别的列:{'、'.join(unknown)}"
        en = f"{sharing[0]}{more.en}: unknown columns: {', '.join(unknown)}"
        lines += paragraph(Message(zh, en).say(lang), columns, indent=2, hang=2, tone=Tone.DOUBT)
    if len(files) > SHOWN_UNMATCHED:
        rest = len(files) - SHOWN_UNMATCHED
        said = Message(f"……另有 {rest} 种(--out 写出全部)", f"... and {rest} more (--out writes them all)").say(lang)
        lines.append(line("  " + said, Tone.FAINT))
    if lines:
        hint = Message("(列名另有叫法时,用 --binding 绑定文件指明)", "(name them in a --binding file where they matter)")
        lines.append(line("  " + hint.say(lang), Tone.FAINT))
    return lines
