"""What a profile changed in the law, and what is announced and not yet in force."""

from collections import Counter

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Outcome
from dbcheck.reports.layout import Line, Tone, paragraph, title
from dbcheck.reports.vocabulary import many

SHOWN = 6
WORDS = {
    "switch_off": Message("不适用", "switched off"),
    "set": Message("收紧", "tightened"),
    "adopt": Message("采用建议值", "suggestion adopted"),
    "confirm": Message("确认建议参数", "proposal confirmed"),
    "levels": Message("限定行政层级", "levels narrowed"),
    "site_kinds": Message("限定网站类型", "site kinds narrowed"),
}


def law_change_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the section, empty where the packs apply as they are and nothing is announced."""
    lines: list[Line] = []
    drafts = [pack for pack in result.packs if pack.status == "draft"]
    for pack in drafts:
        said = Message(
            f"{pack.document} 是草案,没有约束力,结果仅供参考",
            f"{pack.document} is a draft and binds nobody: for information only",
        )
        lines += paragraph(said.say(lang), columns, tone=Tone.DOUBT)
    lines += _adjusted(result, columns, lang)
    return lines + _upcoming(result, columns, lang)


def _adjusted(result: AuditResult, columns: int, lang: str) -> list[Line]:
    if not result.adjustments:
        return []
    counted = Counter(what for _, what, _ in result.adjustments)
    told = Message("、", ", ").say(lang).join(f"{WORDS[what].say(lang)} {count}" for what, count in counted.items())
    lines = [title(Message(f"适用方案的调整({told})", f"Adjusted by the profile ({told})").say(lang))]
    for rule, what, reason in result.adjustments[:SHOWN]:
        lines += paragraph(f"{rule} {WORDS[what].say(lang)}: {reason}", columns, indent=2, hang=2, tone=Tone.FAINT)
    left = len(result.adjustments) - SHOWN
    if left > 0:
        more = Message(f"另有 {left} 条,见 manifest.json", f"{left} more in manifest.json")
        lines += paragraph(more.say(lang), columns, indent=2, tone=Tone.FAINT)
    return lines


def _upcoming(result: AuditResult, columns: int, lang: str) -> list[Line]:
    ahead = [outcome for outcome in result.outcomes if outcome.upcoming is not None and _breaks(outcome)]
    if not ahead:
        return []
    head = Message("即将施行(按现有记录预计的问题)", "Not yet in force (what today's records would break)")
    lines = [title(head.say(lang))]
    for outcome in ahead[:SHOWN]:
        lines += paragraph(f"{outcome.rule} {outcome.requirement}: {_breaks(outcome):,}", columns, indent=2, hang=2)
    if len(ahead) > SHOWN:
        more = Message(f"另有 {len(ahead) - SHOWN} 条规则", f"and {many(len(ahead) - SHOWN, 'more rule')}")
        lines += paragraph(more.say(lang), columns, indent=2, tone=Tone.FAINT)
    return lines


def _breaks(outcome: Outcome) -> int:
    return outcome.upcoming.fail + outcome.upcoming.suspect if outcome.upcoming else 0
