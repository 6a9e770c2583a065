"""From the bytes of a scorecard file to a Scorecard, or every mistake at once, each with its line and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any

from dbcheck.errors import Message, PackError, Pointer
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.draft import Draft
from dbcheck.rules.pack import MODALITIES
from dbcheck.rules.scorecard import (
    ATTRIBUTES,
    Bonus,
    CardBand,
    CardItem,
    CardLine,
    CardSection,
    Deductions,
    Origin,
    Region,
    Scorecard,
    Shares,
    ThreePart,
    Veto,
)
from dbcheck.rules.scorecard_keys import (
    APPLIES_SAMPLE,
    BAND,
    BANDS,
    BONUS,
    BONUS_LINE,
    CARD,
    DEDUCTIONS,
    ITEM,
    LINE,
    PASS_MARK,
    REGION,
    SECTION,
    SHARES,
    THREE_PART,
    VETO,
    VETO_LINE,
    Keys,
    keep_shape,
)
from dbcheck.rules.yaml_marks import read_marked

PARTS = ("veto", "deductions", "bonus")  # what an answer may name besides sections, items and lines
NO_ORIGIN = Origin("", unconfirmed=True)


def read_scorecard(raw: bytes, label: str, *, digest: str) -> Scorecard:
    """Read a scorecard; ``label`` is how its file is called in messages. Raises PackError with every mistake in it."""
    draft = Draft(label, read_marked(raw), {}, {})
    draft.note_slips()
    reader = _Reader(draft)
    card = reader.card(digest) if draft.marked.complete else None
    if draft.problems or card is None:
        raise PackError(draft.problems)
    return card


@dataclass
class _Reader:
    draft: Draft
    ids: dict[str, Pointer] = field(default_factory=dict)

    # -- values ---------------------------------------------------------------------------------------------------------

    def wrong(self, pointer: Pointer, zh: str, en: str) -> None:
        self.draft.wrong(pointer, Message(zh, en))

    def shape(self, pointer: Pointer, value: Any, keys: Keys) -> Mapping[str, Any]:
        """Check a mapping and give what of it can be used."""
        return value if keep_shape(self.draft, pointer, value, keys) else {}

    def number(self, pointer: Pointer, value: Mapping[str, Any], name: str) -> Fraction | None:
        """Give a number exactly as it is written; None where there is none, or none that is right."""
        held = value.get(name)
        if isinstance(held, bool) or not isinstance(held, (int, float)) or held < 0:
            return None
        return Fraction(self.draft.source((*pointer, name)))

    def listed(self, pointer: Pointer, value: Mapping[str, Any], name: str) -> Iterator[tuple[Pointer, Any]]:
        held = value.get(name)
        for place, each in enumerate(held if isinstance(held, list) else ()):
            yield (*pointer, name, place), each

    def words(self, pointer: Pointer, value: Mapping[str, Any], name: str) -> tuple[str, ...]:
        found: list[str] = []
        for at, word in self.listed(pointer, value, name):
            if isinstance(word, str) and word.strip():
                found.append(word)
            else:
                self.wrong(at, "应为文字", "this is text")
        return tuple(found)

    def origin(self, value: Mapping[str, Any], above: Origin) -> Origin:
        """Give where a number comes from: what is said here, else what is said above."""
        source, unconfirmed = value.get("source"), value.get("unconfirmed")
        if not isinstance(source, str) and not isinstance(unconfirmed, bool):
            return above
        return Origin(source if isinstance(source, str) else above.source, unconfirmed is True)

    def name(self, pointer: Pointer, value: Mapping[str, Any]) -> str:
        """Give an id, which may be there once."""
        held = value.get("id")
        if not isinstance(held, str):
            return ""
        if held in PARTS:
            self.wrong((*pointer, "id"), f"编号不能是 {held}", f"no id may be {held}")
        elif held in self.ids:
            line = self.draft.marked.mark(self.ids[held])[0]
            self.wrong((*pointer, "id"), f"编号 {held} 重复,第 {line} 行已有", f"the id {held} is already in line {line}")
        self.ids.setdefault(held, (*pointer, "id"))
        return held

    def applies(self, pointer: Pointer, value: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]] | None:
        held = value.get("applies")
        if not isinstance(held, Mapping):
            return None
        asked: dict[str, tuple[str, ...]] = {}
        for name, wanted in held.items():
            at = (*pointer, "applies", name)
            if name not in ATTRIBUTES:
                what = Message("applies 没有", "applies has no")
                self.draft.wrong(at, unknown_name(name, ATTRIBUTES, what), of_key=True)
                continue
            words = [wanted] if not isinstance(wanted, list) else wanted
            spelled = tuple(str(word).lower() if isinstance(word, bool) else str(word) for word in words)
            for word in spelled:
                if word not in ATTRIBUTES[name]:
                    self.draft.wrong(at, unknown_name(word, ATTRIBUTES[name], Message(f"{name} 没有", f"{name} has no")))
            asked[name] = spelled
        if not asked:
            self.wrong((*pointer, "applies"), f"写成 {APPLIES_SAMPLE}", f"write {APPLIES_SAMPLE}")
        return asked

    # -- parts ----------------------------------------------------------------------------------------------------------

    def card(self, digest: str) -> Scorecard | None:
        """Read the whole card."""
        value = self.shape((), self.draft.marked.value, CARD)
        if not value:
            return None
        origin = self.origin(value, NO_ORIGIN)
        bands, bands_origin = self.bands(value, origin)
        scheme = self.scheme(value, origin)
        region = self.region(value, origin)
        if scheme is None or self.draft.problems:
            return None
        return Scorecard(
            name=value["scorecard"],
            title=value["title"],
            title_en=value.get("title_en") or value["title"],
            model=value["model"],
            origin=origin,
            scheme=scheme,
            bands=bands,
            bands_origin=bands_origin,
            region=region,
            notes=self.words((), value, "notes"),
            path=self.draft.label,
            digest=digest,
        )

    def scheme(self, value: Mapping[str, Any], origin: Origin) -> ThreePart | Shares | None:
        model = value.get("model")
        is_three_part = model == THREE_PART
        needed, others = ("deductions", ("shares", "pass_mark")) if is_three_part else ("shares", PARTS)
        for name in others:
            if name in value:
                self.wrong((name,), f"模型 {model} 没有 {name}", f"the model {model} has no {name}")
        if needed not in value:
            self.wrong((), f"模型 {model} 需要 {needed}", f"the model {model} needs {needed}")
            return None
        return self.three_part(value, origin) if is_three_part else self.shares(value, origin)

    def shares(self, value: Mapping[str, Any], origin: Origin) -> Shares:
        held = self.shape(("shares",), value["shares"], SHARES)
        weights: dict[str, Fraction] = {}
        given = held.get("weights")
        for name in given if isinstance(given, Mapping) else ():
            assert isinstance(given, Mapping)
            at = ("shares", "weights", name)
            if name not in MODALITIES:
                what = Message("weights 没有", "weights has no")
                self.draft.wrong(at, unknown_name(name, MODALITIES, what), of_key=True)
            weight = self.number(("shares", "weights"), given, name)
            if weight is None:
                self.wrong(at, "权重应为不小于 0 的数,如 0.5", "a weight is a number not below 0, e.g. 0.5")
            else:
                weights[name] = weight
        if held and not any(weights.values()):
            self.wrong(("shares", "weights"), "至少一个权重大于 0", "at least one weight must be above 0")
        per = held.get("per", "clause")
        if per not in ("clause", "rule"):
            self.wrong(("shares", "per"), "per 应为 clause 或 rule", "per is clause or rule")
        mark = self.shape(("pass_mark",), value["pass_mark"], PASS_MARK) if "pass_mark" in value else {}
        below = self.number(("pass_mark",), mark, "fails_below")
        pass_origin = self.origin(mark, origin) if mark else None
        return Shares(weights, self.origin(held, origin), str(per), below, pass_origin)

    def three_part(self, value: Mapping[str, Any], origin: Origin) -> ThreePart | None:
        held = self.shape(("deductions",), value["deductions"], DEDUCTIONS)
        above = self.origin(held, origin)
        total, below = (self.number(("deductions",), held, name) or Fraction(0) for name in ("total", "fails_below"))
        sections = tuple(self.section(at, each, above) for at, each in self.listed(("deductions",), held, "sections"))
        self.adds_up(("deductions", "total"), [section.points for section in sections], total, "total")
        if below > total:
            self.wrong(("deductions", "fails_below"), "高于满分", "it is above the total")
        deductions = Deductions(total, below, above, sections, self.applies(("deductions",), held))
        veto = self.veto(value, origin, below) if "veto" in value else None
        bonus = self.bonus(value, origin, below) if "bonus" in value else None
        return ThreePart(veto, deductions, bonus)

    def section(self, pointer: Pointer, value: Any, above: Origin) -> CardSection:
        held = self.shape(pointer, value, SECTION)
        origin = self.origin(held, above)
        name, points = self.name(pointer, held), self.number(pointer, held, "points") or Fraction(0)
        items = tuple(self.item(at, each, origin) for at, each in self.listed(pointer, held, "items"))
        self.adds_up((*pointer, "points"), [item.points for item in items], points, name)
        return CardSection(name, str(held.get("title")), points, origin, items, self.applies(pointer, held))

    def item(self, pointer: Pointer, value: Any, above: Origin) -> CardItem:
        held = self.shape(pointer, value, ITEM)
        origin = self.origin(held, above)
        name, points = self.name(pointer, held), self.number(pointer, held, "points") or Fraction(0)
        lines = tuple(self.line(at, each, origin, LINE) for at, each in self.listed(pointer, held, "lines"))
        for at, line in zip(self.listed(pointer, held, "lines"), lines, strict=True):
            for key, amount in (("each", line.each), ("cap", line.cap)):
                if amount is not None and amount > points:
                    zh = f"{key} 超过该项的 {points} 分"
                    self.wrong((*at[0], key), zh, f"{key} is more than the {points} points of its item")
        return CardItem(name, str(held.get("title")), points, origin, lines)

    def line(self, pointer: Pointer, value: Any, above: Origin, keys: Keys) -> CardLine:
        held = self.shape(pointer, value, keys)
        rules = self.words(pointer, held, "rules")
        for at, rule in zip((at for at, _ in self.listed(pointer, held, "rules")), rules, strict=False):
            if "/" not in rule:
                self.wrong(at, f"{rule!r} 应写全,如 DB23T3649.10/5.3.3#2", f"write {rule!r} out, e.g. DB23T3649.10/5.3.3#2")
        at_least = held.get("at_least", 1)
        return CardLine(
            id=self.name(pointer, held),
            text=str(held.get("text")),
            origin=self.origin(held, above),
            each=self.number(pointer, held, "each"),
            cap=self.number(pointer, held, "cap"),
            rules=tuple(dict.fromkeys(rules)),
            is_partial=held.get("covers") == "part",
            at_least=at_least if isinstance(at_least, int) and at_least > 0 else 1,
            applies=self.applies(pointer, held),
        )

    def veto(self, value: Mapping[str, Any], above: Origin, below: Fraction) -> Veto:
        held = self.shape(("veto",), value["veto"], VETO)
        origin = self.origin(held, above)
        score = self.number(("veto",), held, "score") or Fraction(0)
        if score >= below > 0:
            zh, en = f"应低于合格线 {below},否则单项否决仍合格", f"it must be below {below}, or a vetoed subject would pass"
            self.wrong(("veto", "score"), zh, en)
        lines = (self.line(at, each, origin, VETO_LINE) for at, each in self.listed(("veto",), held, "lines"))
        return Veto(score, origin, tuple(lines))

    def bonus(self, value: Mapping[str, Any], above: Origin, below: Fraction) -> Bonus:
        held = self.shape(("bonus",), value["bonus"], BONUS)
        origin = self.origin(held, above)
        start, cap = (self.number(("bonus",), held, name) or Fraction(0) for name in ("above", "cap"))
        if start < below:
            zh, en = f"不应低于合格线 {below}", f"it must not be below the pass mark {below}"
            self.wrong(("bonus", "above"), zh, en)
        lines = (self.line(at, each, origin, BONUS_LINE) for at, each in self.listed(("bonus",), held, "lines"))
        return Bonus(start, cap, origin, tuple(lines))

    def bands(self, value: Mapping[str, Any], above: Origin) -> tuple[tuple[CardBand, ...], Origin]:
        if "bands" not in value:
            return (), above
        held = self.shape(("bands",), value["bands"], BANDS)
        found: list[CardBand] = []
        for at, each in self.listed(("bands",), held, "steps"):
            step = self.shape(at, each, BAND)
            band = CardBand(
                self.number(at, step, "from") or Fraction(0), str(step.get("title")), str(step.get("title_en") or "")
            )
            if found and band.start >= found[-1].start:
                self.wrong((*at, "from"), "档次从高到低写", "write the bands from the highest to the lowest")
            found.append(band)
        if found and found[-1].start != 0:
            self.wrong(("bands", "steps"), "最低一档应从 0 起", "the lowest band begins at 0")
        return tuple(found), self.origin(held, above)

    def region(self, value: Mapping[str, Any], above: Origin) -> Region:
        held = self.shape(("region",), value["region"], REGION) if "region" in value else {}
        of = held.get("of", "unit")
        if of not in ("site", "unit"):
            self.wrong(("region", "of"), "of 应为 site 或 unit", "of is site or unit")
        return Region(str(of), self.origin(held, above), self.number(("region",), held, "with_veto"))

    def adds_up(self, pointer: Pointer, parts: Sequence[Fraction], total: Fraction, name: str) -> None:
        if parts and sum(parts) != total:
            zh = f"{name} 写 {_plain(total)} 分,各项相加是 {_plain(sum(parts, Fraction(0)))} 分"
            self.wrong(
                pointer, zh, f"{name} says {_plain(total)} points, its parts add up to {_plain(sum(parts, Fraction(0)))}"
            )


def _plain(amount: Fraction) -> str:
    return str(amount.numerator) if amount.denominator == 1 else f"{float(amount):g}"
