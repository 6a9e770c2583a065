"""The scorecards at hand: YAML files in ``rules/scorecards/``, or one that a user names."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from dbcheck.errors import Message, UsageError
from dbcheck.errors import Problem as Mistake
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.packs import pack_folder
from dbcheck.rules.scorecard import Scorecard
from dbcheck.rules.scorecard_reading import read_scorecard


def scorecard_folder() -> Path:
    """Give the folder of the scorecards that come with dbcheck."""
    return pack_folder() / "scorecards"


def builtin_scorecards() -> Mapping[str, Path]:
    """Give the scorecards that come with dbcheck, by name."""
    return {path.stem: path for path in sorted(scorecard_folder().glob("*.yaml"))}


def find_scorecard(name_or_path: str) -> Path:
    """Give the file of a scorecard, by name or path; raise UsageError for anything else."""
    builtin = builtin_scorecards()
    if name_or_path in builtin:
        return builtin[name_or_path]
    if Path(name_or_path).is_file():
        return Path(name_or_path)
    what = Message("没有评分卡或文件", "there is no scorecard or file")
    raise UsageError([Mistake("--scorecard", "", unknown_name(name_or_path, builtin, what))])


def load_scorecard(name_or_path: str) -> Scorecard:
    """Load a scorecard; raise UsageError where there is none, PackError with every mistake in it."""
    path = find_scorecard(name_or_path)
    raw = path.read_bytes()
    label = path.name if path.parent == scorecard_folder() else str(path)
    return read_scorecard(raw, label, digest=sha256(raw).hexdigest())
