"""Profiles: which packs apply to whom, and every adjustment with its reason.

A profile inherits from another, selects rules, switches some off, tightens a limit, adopts a ``suggested`` number or confirms a
``proposed`` one, and says which organisation levels and site kinds it judges.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from dbcheck.errors import Message, PackError, Pointer, Problem, UsageError
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.checking import Checkers
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack, Reach, Rule
from dbcheck.rules.packs import builtin_packs, find_pack, pack_folder
from dbcheck.rules.profile_reading import Adjustment, ProfileFile, read_profile
from dbcheck.rules.stacking import stacking_problems


@dataclass(frozen=True)
class ProfiledRule:
    """One rule under a profile: as adjusted, whom it reaches, and why it is off (empty: it is on)."""

    pack: Pack
    rule: Rule
    reach: Reach
    off: str = ""


@dataclass(frozen=True)
class Applied:
    """One adjustment that took effect on one rule, and its reason: what reports tell."""

    rule: str
    what: str
    reason: str


@dataclass(frozen=True)
class Profile:
    """A profile, resolved: its packs with their rules adjusted, and every adjustment."""

    name: str
    title: str
    packs: tuple[Pack, ...]
    rules: tuple[ProfiledRule, ...]
    applied: tuple[Applied, ...]


def profile_folder() -> Path:
    """Give the folder of the profiles that come with dbcheck."""
    return pack_folder() / "profiles"


def builtin_profiles() -> Mapping[str, Path]:
    """Give the profiles that come with dbcheck, by name."""
    return {path.stem: path for path in sorted(profile_folder().glob("*.yaml"))}


def find_profile(name_or_path: str) -> Path:
    """Give the file of a profile, by name or path; raise UsageError for anything else."""
    builtin = builtin_profiles()
    if name_or_path in builtin:
        return builtin[name_or_path]
    if Path(name_or_path).is_file():
        return Path(name_or_path)
    what = Message("没有适用方案或文件", "there is no profile or file")
    raise UsageError([Problem("--profile", "", unknown_name(name_or_path, builtin, what))])


def load_profile(name_or_path: str, *, kinds: Mapping[str, Kind], checkers: Checkers) -> Profile:
    """Load a profile with all it inherits and resolve it over its packs; raise PackError with every mistake."""
    files = list(_with_inherited(find_profile(name_or_path)))
    names = dict.fromkeys(pack for file in reversed(files) for pack in file.packs)
    packs = [load_pack(_pack_path(files, name), kinds=kinds, checkers=checkers) for name in names]
    resolved = _resolve(files, packs)
    problems = [*_checked(resolved, kinds, checkers), *stacking_problems(resolved.packs, _active(resolved), files[0].label)]
    if problems:
        raise PackError(problems)
    return resolved


def _with_inherited(path: Path) -> Iterator[ProfileFile]:
    """Give a profile and those it inherits from, the nearest first."""
    seen: set[Path] = set()
    waiting: Path | None = path
    while waiting is not None:
        if waiting in seen:
            message = Message(f"方案继承成环:{waiting.stem}", f"the profiles inherit in a circle: {waiting.stem}")
            raise PackError([Problem(_label(path), "", message)])
        seen.add(waiting)
        file = read_profile(waiting, _label(waiting))
        yield file
        waiting = _inherited(file, waiting) if file.inherits else None


def _label(path: Path) -> str:
    return path.name if path.parent == profile_folder() else str(path)


def _inherited(file: ProfileFile, path: Path) -> Path:
    beside = path.parent / f"{file.inherits}.yaml"
    if beside.is_file():
        return beside
    if file.inherits in builtin_profiles():
        return builtin_profiles()[str(file.inherits)]
    what = Message("inherits:没有适用方案", "inherits: there is no profile")
    raise PackError([Problem(file.at(("inherits",)), "", unknown_name(file.inherits, builtin_profiles(), what))])


def _pack_path(files: Sequence[ProfileFile], name: str) -> Path:
    file = next(file for file in files if name in file.packs)
    beside = file.path.parent / name
    if name not in builtin_packs() and beside.is_file():
        return beside
    try:
        return find_pack(name)
    except UsageError as error:
        at = file.at(("packs", file.packs.index(name)))
        raise PackError([Problem(at, "", problem.message) for problem in error.problems]) from error


def _resolve(files: Sequence[ProfileFile], packs: Sequence[Pack]) -> Profile:
    """Apply the adjustments, those of the farthest ancestor first, so that the nearest has the last word."""
    nearest = files[0]
    levels = next((file.levels for file in files if file.levels), frozenset())
    site_kinds = next((file.site_kinds for file in files if file.site_kinds), frozenset())
    select = next((file.select for file in files if file.select), ())
    problems: list[Problem] = []
    applied: list[Applied] = []
    profiled: dict[str, ProfiledRule] = {}
    for pack in packs:
        for rule in pack.rules:
            is_selected = not select or any(fnmatchcase(rule.id, pattern) for pattern in select)
            off = "" if is_selected else "select"
            profiled[rule.id] = ProfiledRule(pack, rule, Reach(levels, site_kinds), off)
    for file in reversed(files):
        for place, adjustment in enumerate(file.adjustments):
            hit = [name for name in profiled if fnmatchcase(name, adjustment.rule)]
            if not hit:
                what = Message("没有规则", "there is no rule")
                problems.append(
                    Problem(file.at(("adjust", place, "rule")), "", unknown_name(adjustment.rule, profiled, what))
                )
            for name in hit:
                done = _adjusted(profiled[name], adjustment, file, ("adjust", place))
                if isinstance(done, Problem):
                    problems.append(done)
                    continue
                profiled[name] = done
                applied.append(Applied(name, adjustment.what, adjustment.reason))
    if problems:
        raise PackError(problems)
    return _assembled(nearest, packs, profiled, applied)


def _assembled(
    nearest: ProfileFile, packs: Sequence[Pack], profiled: Mapping[str, ProfiledRule], applied: Sequence[Applied]
) -> Profile:
    """Put adjusted rules back into their packs, so that a rule that names another meets the adjusted one."""
    adjusted = [replace(pack, rules=tuple(profiled[rule.id].rule for rule in pack.rules)) for pack in packs]
    by_id = {pack.id: pack for pack in adjusted}
    rules = tuple(replace(entry, pack=by_id[entry.pack.id]) for entry in profiled.values())
    return Profile(nearest.name, nearest.title, tuple(adjusted), rules, tuple(applied))


def _active(profile: Profile) -> frozenset[str]:
    return frozenset(entry.rule.id for entry in profile.rules if not entry.off and entry.rule.check != "informative")


def _adjusted(entry: ProfiledRule, adjustment: Adjustment, file: ProfileFile, at: Pointer) -> ProfiledRule | Problem:
    rule, params = entry.rule, dict(entry.rule.params)
    if adjustment.switch_off is not None:
        return replace(entry, off=adjustment.reason if adjustment.switch_off else "")
    if adjustment.levels or adjustment.site_kinds:
        reach = Reach(adjustment.levels or entry.reach.levels, adjustment.site_kinds or entry.reach.site_kinds)
        return replace(entry, reach=reach)
    if adjustment.adopt is not None:
        suggested = params.pop("suggested", None) if adjustment.adopt is True else adjustment.adopt
        if not isinstance(suggested, Mapping):
            said = Message("该规则没有建议值可采用", "the rule suggests no number to adopt")
            return Problem(file.at((*at, "adopt")), rule.id, said)
        params.pop("suggested", None)
        return replace(entry, rule=replace(rule, params={**params, **suggested}))
    if adjustment.confirm:
        unknown = [name for name in adjustment.confirm if name not in params.get("proposed", ())]
        if unknown:
            said = unknown_name(
                unknown[0], params.get("proposed", ()), Message("没有待确认的参数", "nothing is proposed as")
            )
            return Problem(file.at((*at, "confirm")), rule.id, said)
        left = [name for name in params["proposed"] if name not in adjustment.confirm]
        return replace(entry, rule=replace(rule, params={**params, "proposed": left}))
    loosened = [name for name, value in adjustment.set.items() if _loosens(name, params.get(name), value)]
    if loosened:
        said = Message(
            f"{loosened[0]} 只能收紧:原为 {params.get(loosened[0])}",
            f"{loosened[0]} can only be tightened: it is {params.get(loosened[0])}",
        )
        return Problem(file.at((*at, "set", loosened[0])), rule.id, said)
    return replace(entry, rule=replace(rule, params={**params, **adjustment.set}))


def _loosens(name: str, old: Any, new: Any) -> bool:
    """Tell whether a bound becomes weaker; anything that is no number may be set."""
    if not isinstance(old, (int, float)) or not isinstance(new, (int, float)) or isinstance(old, bool):
        return False
    return new > old if name == "max" else new < old if name == "min" else False


def _checked(profile: Profile, kinds: Mapping[str, Kind], checkers: Checkers) -> Iterator[Problem]:
    """Find parameters that an adjustment made wrong."""
    from dbcheck.rules.parameter_mistakes import parameter_mistakes  # noqa: PLC0415 - pydantic, only where something was adjusted

    changed = {applied.rule for applied in profile.applied}
    for entry in profile.rules:
        checker = checkers.get(entry.rule.check)
        if entry.rule.id in changed and checker is not None and entry.rule.is_machine_checked and not entry.off:
            for edition in entry.rule.editions:
                for pointer, message in parameter_mistakes(checker, edition.params, kinds):
                    way = ".".join(map(str, pointer))
                    yield Problem(profile.name, f"{entry.rule.id} {way}".strip(), message)
