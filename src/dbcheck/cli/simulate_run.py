"""Join the simulator, the packs and the writers: what ``dbcheck simulate`` does."""

import argparse
import gc
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from dbcheck.cli.output import show
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.platform.faults.catalogue import Fault, builtin_faults, chosen_faults
from dbcheck.platform.faults.planting import Law, Planted, Planting, plant
from dbcheck.platform.simulator.event_log import keep_log
from dbcheck.platform.simulator.maker import Settings
from dbcheck.platform.simulator.world import World
from dbcheck.platform.simulator.year import simulate
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.reports.layout import Line, Tone, line
from dbcheck.reports.record_files import write_records
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack, Reach, Rule
from dbcheck.rules.packs import builtin_packs, find_pack
from dbcheck.rules.profiles import load_profile
from dbcheck.rules.workflows import workflow
from dbcheck.workflow.table import Workflow

TRUTH = "truth.json"
OF_WORKFLOWS = "-workflows"  # ends the name of the pack that judges event logs, after that of its document
NOT_EXPORTED = frozenset(("attestation", "work_calendar"))  # what people answer, and what the published notices say


def law_of(profile: str) -> Law:
    """Give every rule of every pack, and those that judge under a profile."""
    loaded = load_profile(profile, kinds=kinds(), checkers=checkers())
    judging = {each.rule.id: each.reach for each in loaded.rules if not each.off and each.rule.is_machine_checked}
    effective = {pack.id: pack.effective for pack in loaded.packs if pack.effective is not None}
    rules = {**all_rules(), **{each.rule.id: each.rule for each in loaded.rules}}
    return Law(rules, judging, kinds(), effective, logged_under([pack.id for pack in loaded.packs], rules))


def law_of_packs(*names: str) -> Law:
    """Give every rule of every pack, and those of some packs as judging: a draft for one, which no profile has."""
    rules, chosen = all_rules(), [_pack(find_pack(name)) for name in names]
    judging = {rule.id: Reach() for pack in chosen for rule in pack.rules if rule.is_machine_checked}
    effective = {pack.id: pack.effective for pack in chosen if pack.effective is not None}
    return Law(rules, judging, kinds(), effective, logged_under([pack.id for pack in chosen], rules))


def logged_under(packs: Iterable[str], rules: Mapping[str, Rule]) -> tuple[Workflow, ...]:
    """Give the workflows that the event-log packs of some packs judge, each as it holds under the documents that judge it."""
    names = {name.removesuffix(OF_WORKFLOWS) + OF_WORKFLOWS for name in packs}
    documents: dict[str, set[str]] = {}
    for rule in rules.values():
        if rule.pack in names and rule.check == "workflow":
            documents.setdefault(str(rule.params["workflow"]), set()).update(rule.params["documents"])
    return tuple(workflow(name).under(frozenset(under)) for name, under in documents.items())


def all_rules() -> dict[str, Rule]:
    """Give the rules of all packs that come with dbcheck, by id."""
    return {rule.id: rule for path in builtin_packs().values() for rule in _pack(path).rules}


def _pack(path: Path) -> Pack:
    return load_pack(path, kinds=kinds(), checkers=checkers())


def make_year(settings: Settings, faults: Sequence[Fault], law: Law) -> tuple[World, Planting]:
    """Make a year with its event logs and plant faults into it."""
    collecting = gc.isenabled()
    gc.disable()  # nothing that is made here goes before the end, and looking for what does costs a third of the time
    try:
        world = simulate(settings)
        keep_log(world, law.logged)
        return world, plant(world, faults, law, year=settings.year, seed=settings.seed)
    finally:
        if collecting:
            gc.enable()


def write_year(options: argparse.Namespace, lang: str) -> None:
    """Make a year, write it and say what was made. Raises UsageError."""
    folder = _folder(options)
    settings = Settings(Path(options.profile).stem, options.year, options.letters, options.seed, options.scope)
    law = law_of(options.profile)
    faults = chosen_faults(options.faults, builtin_faults()) if options.faults != "none" else ()
    world, planting = make_year(settings, faults, law)
    exported = [kind for kind in kinds() if kind not in NOT_EXPORTED]
    write_records(world.only(exported), kinds(), folder, options.format)
    write_truth(planting.truth, folder / TRUTH)
    show(_summary(options, world, planting, lang), coloured=False)


def write_truth(truth: Sequence[Planted], path: Path) -> None:
    """Write what was planted, one thing a line."""
    lines = ",\n".join(json.dumps(asdict(each), ensure_ascii=False) for each in truth)
    path.write_text(f"[\n{lines}\n]\n" if lines else "[]\n", encoding="utf-8", newline="\n")


def _folder(options: argparse.Namespace) -> Path:
    """Give the folder to write into: a new or empty one, or one that holds an earlier year in the same format."""
    problems = []
    if options.out is None:
        problems.append(Problem("--out", "", Message("写明写入哪个文件夹", "say which folder to write into")))
    if options.letters < 0:
        problems.append(Problem("--letters", "", Message("应是 0 或更大的整数", "write 0 or a larger whole number")))
    folder = options.out or Path()
    ours = {TRUTH, *(f"{kind}.{options.format}" for kind in kinds())}
    if options.out is not None and folder.exists() and not folder.is_dir():
        problems.append(Problem(str(folder), "", Message("是文件,应写文件夹", "this is a file; write a folder")))
    elif options.out is not None and folder.is_dir():
        others = sorted(path.name for path in folder.iterdir() if path.name not in ours)
        said = Message(
            f"文件夹里有别的文件:{'、'.join(others[:3])};换一个空文件夹",
            f"the folder holds other files: {', '.join(others[:3])}; choose an empty one",
        )
        problems += [Problem(str(folder), "", said)] if others else []
    if problems:
        raise UsageError(problems)
    return Path(folder)


def _summary(options: argparse.Namespace, world: World, planting: Planting, lang: str) -> list[Line]:
    kinds_made = sum(1 for rows in world.records.values() if rows)
    amount = sum(len(rows) for rows in world.records.values())
    planted = len({each.fault for each in planting.truth})
    as_of = f"{options.year + 1}-01-31"
    told = [
        Message(
            f"写入 {options.out}:{kinds_made} 类 {amount} 条记录,其中信件 {len(world.rows('letter'))} 件",
            f"written to {options.out}: {amount} records of {kinds_made} kinds, {len(world.rows('letter'))} letters among them",
        ),
        Message(
            f"植入故障 {planted} 个,应查出 {len(planting.truth)} 项(见 {TRUTH})",
            f"{planted} faults planted, {len(planting.truth)} findings to be made (see {TRUTH})",
        ),
    ]
    for left, why in (
        (sorted(planting.without_subject), Message("没有可用的记录", "no record is there, or left, for them")),
        (
            planting.in_the_way,
            Message("与已植入的相互干扰,可另行单独植入", "in the way of others; plant them in another year"),
        ),
    ):
        if left:
            zh, en = "、".join(left), ", ".join(left)
            told.append(Message(f"未植入 {len(left)} 个({why.zh}):{zh}", f"{len(left)} not planted ({why.en}): {en}"))
    next_step = f"dbcheck audit {options.out} --profile {options.profile} --as-of {as_of}"
    told.append(Message(f"接着:{next_step}", f"next: {next_step}"))
    return [line(message.say(lang)) for message in told]


def list_faults(profile: str, lang: str) -> None:
    """Print the faults that break a rule of the profile."""
    law = law_of(profile)
    lines: list[Line] = []
    for fault in builtin_faults():
        tripped = law.broken_by(fault)
        if tripped:
            lines.append(line(f"{fault.name}  {fault.says.say(lang)}"))
            lines.append(line(f"    {' '.join(rule.id for rule in tripped)}", Tone.FAINT))
    show(lines, coloured=False)
