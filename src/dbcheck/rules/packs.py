"""Where packs are: inside the installed package, in the repository of a checkout, or where the user says."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.predicate import unknown_name

_PACKAGE = Path(__file__).parents[1]
INSTALLED = _PACKAGE / "packs"  # the wheel has the repository's rules/ there
CHECKOUT = _PACKAGE.parents[1] / "rules"


def pack_folder() -> Path:
    """Give the folder of the packs that come with dbcheck."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


def builtin_packs() -> Mapping[str, Path]:
    """Give the packs that come with dbcheck, by name, in the order of their names."""
    return MappingProxyType({path.stem: path for path in sorted(pack_folder().glob("*.yaml"))})


def find_pack(name_or_path: str) -> Path:
    """Give the file of a pack: the name of one that comes with dbcheck, or a path; raise UsageError for anything else."""
    builtin = builtin_packs()
    if name_or_path in builtin:
        return builtin[name_or_path]
    path = Path(name_or_path)
    if path.is_file():
        return path
    what = Message("没有规则包或文件", "there is no pack or file")
    raise UsageError([Problem(name_or_path, "", unknown_name(name_or_path, builtin, what))])


def label_of(path: Path) -> str:
    """Give the name under which a pack's file is shown: its file name if it comes with dbcheck, else the path as given."""
    return path.name if path.parent == pack_folder() else str(path)
