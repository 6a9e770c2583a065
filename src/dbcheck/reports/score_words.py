"""How scores are said: amounts, bounds, bands, changes, and why something is open."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from dbcheck.errors import Message
from dbcheck.rules.scorecard_keys import MODELS
from dbcheck.scores import ENDED_WORDS, STANDING_WORDS, Bound, Change, Ended, Score, ScoreLine, ScoreReport

NOTHING = "—"
PLACES = Decimal("0.01")
BY_WORDS: Mapping[str, Message] = {
    "run": Message("按审计", "by run"),
    "site": Message("按网站", "by site"),
    "unit": Message("按单位", "by unit"),
    "region": Message("按地区", "by region"),
}
PART_WORDS: Mapping[str, Message] = {
    "veto": Message("单项否决", "vetoes"),
    "deductions": Message("扣分指标", "deductions"),
    "bonus": Message("加分指标", "bonus"),
    "share": Message("条款", "clauses"),
}
PROVISIONAL = Message("暂定", "provisional")
FINAL = Message("确定", "final")
VETOED = Message("单项否决", "vetoed")
UNCONFIRMED = Message("未核实", "unconfirmed")
READ_SO = Message(
    "分数写作“低–高”:低界把未查、未定、出错的都算作失分,高界都算作不失分;两界不同即为暂定。名次按低界排,再按高界。",
    "A score is written low–high: the low bound counts what is unchecked, undetermined or in error as lost, the high one as won; where "
    "they differ it is provisional. Ranks go by the low bound, then by the high one.",
)


def points(amount: Fraction | None) -> str:
    """Write an amount with at most two decimals, halves away from zero: 89, 85.33, 0.1."""
    if amount is None:
        return NOTHING
    rounded = (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(PLACES, ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):f}".rstrip("0").rstrip(".")


def bounds(low: Bound | None, high: Bound | None) -> str:
    """Write both bounds, or one number where they are the same."""
    if low is None or high is None:
        return NOTHING
    if low == high:
        return points(low.value)
    if low.of != high.of:
        return f"{points(low.value)}/{points(low.of)}–{points(high.value)}/{points(high.of)}"
    return f"{points(low.value)}–{points(high.value)}"


def spread(low: Fraction, high: Fraction, lang: str) -> str:
    """Write an amount of both bounds, or one number where they are the same."""
    first, last = (points(amount).replace("-", "−") for amount in (low, high))
    return first if low == high else Message(f"{first} 至 {last}", f"{first} to {last}").say(lang)


def signed(amount: Fraction) -> str:
    """Write a change: +4, -2.5, 0."""
    return f"+{points(amount)}" if amount > 0 else points(amount).replace("-", "−")


def rank(score: Score) -> str:
    """Write a rank, with the ranks that open items still allow."""
    if score.rank is None:
        return NOTHING
    if score.rank_best == score.rank_worst:
        return str(score.rank)
    return f"{score.rank}({score.rank_best}–{score.rank_worst})"


def band(score: Score, lang: str) -> str:
    """Write a band, or both where the bounds lie in two."""
    if score.band_low == score.band_high:
        return score.band_high
    return Message(f"{score.band_low}…{score.band_high}(未定)", f"{score.band_low} … {score.band_high}").say(lang)


def ended(score: Score, lang: str) -> str:
    """Say whether a subject passes, and whether by a veto it does not."""
    if score.vetoed and score.subject.kind != "region":
        return f"{ENDED_WORDS[Ended.FAILED].say(lang)}({VETOED.say(lang)})"
    return ENDED_WORDS[score.ended].say(lang)


def state(score: Score, lang: str) -> str:
    """Say whether a score is final."""
    if score.low is None:
        return ""
    return (PROVISIONAL if score.is_provisional else FINAL).say(lang)


def change(found: Change | None, lang: str) -> str:
    """Say how a score compares with the period before."""
    if found is None:
        return NOTHING
    if found.low is None or found.high is None:
        return Message("上期或本期没有分数", "no score then or now").say(lang)
    was = bounds(found.previous_low, found.previous_high)
    by = signed(found.low) if found.low == found.high else f"{signed(found.low)}/{signed(found.high)}"
    return Message(f"{by}(上期 {was})", f"{by} (was {was})").say(lang)


def standing(line: ScoreLine, lang: str) -> str:
    """Say how a line stands, and why it is open."""
    word = STANDING_WORDS[line.standing].say(lang)
    why = Message(";", "; ").say(lang).join(each.say(lang) for each in line.open)
    return f"{word}({why})" if why and lang != "en" else f"{word} ({why})" if why else word


def occurrences(line: ScoreLine, lang: str) -> str:
    """Say how many were found, suspected and waived."""
    said = [Message(f"{line.found:,} 处", f"{line.found:,} found")] if line.found else []
    said += [Message(f"疑似 {line.suspected:,}", f"{line.suspected:,} suspected")] if line.suspected else []
    said += [Message(f"豁免 {line.waived:,}", f"{line.waived:,} waived")] if line.waived else []
    return Message("、", ", ").say(lang).join(each.say(lang) for each in said)


def costs(line: ScoreLine, lang: str) -> str:
    """Say what one occurrence costs or earns, or from how many on it vetoes."""
    if line.part == "veto":
        return Message(f"{line.at_least} 处起", f"from {line.at_least}").say(lang) if line.at_least > 1 else ""
    if line.part == "share":
        return points(line.weight)
    return Message("一处扣完", "all at once").say(lang) if line.each is None else points(line.each)


def model(report: ScoreReport, lang: str) -> str:
    """Give what the model does, in words."""
    return MODELS[report.model].say(lang)


def unconfirmed_note(report: ScoreReport, lang: str) -> str:
    """Say how many numbers of the scorecard are not confirmed."""
    amount = len(report.unconfirmed)
    if not amount:
        return ""
    return Message(
        f"评分卡有 {amount} 个数值未核实(标“未核实”):使用前请按所执行的文件改定",
        f"{amount} numbers of the scorecard are not confirmed (marked so): set them by the document that you apply",
    ).say(lang)


def costly(lines: Iterable[ScoreLine]) -> list[ScoreLine]:
    """Give the lines that cost something, the dearest first; a veto that is met comes before all."""
    met = [
        line
        for line in lines
        if (line.lost and line.part != "bonus") or (line.part == "veto" and line.found >= line.at_least)
    ]
    return sorted(met, key=lambda line: (line.part != "veto", -line.lost))


def risky(lines: Iterable[ScoreLine]) -> list[ScoreLine]:
    """Give the lines that are open and could still cost or earn something, the dearest first."""
    may = [line for line in lines if line.at_risk or (line.part == "veto" and may_veto(line))]
    return sorted(may, key=lambda line: (line.part == "bonus", line.part != "veto", -line.at_risk))


def may_veto(line: ScoreLine) -> bool:
    """Tell whether a veto that is not met may still be."""
    return line.found < line.at_least and (line.maybe is None or line.found + line.maybe >= line.at_least)
