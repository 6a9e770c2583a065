"""Snapshots: what is slow to build (models read by pydantic, packs read as YAML), kept as JSON until its source changes.

A snapshot is one file: its key on the first line, the value as JSON after it. Shipped ones lie beside the package, built ones in
the user's cache folder; a cache that cannot be read or written costs time and nothing else.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

SHIPPED = Path(__file__).parent / "_snapshot"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"


def load(name: str, key: str) -> object | None:
    """Give the value stored under ``name`` if it was stored with this key, else None; the shipped one comes first."""
    for folder in (SHIPPED, cache_folder()):
        value = _read(folder / _file(name), key) if folder else None
        if value is not None:
            return value
    return None


def store(name: str, key: str, value: object) -> None:
    """Keep a value, anything JSON can hold, in the cache folder; where that is not possible, do nothing."""
    folder = cache_folder()
    if folder is None:
        return
    try:
        write(folder, name, key, value)
    except OSError:
        return


def write(folder: Path, name: str, key: str, value: object) -> Path:
    """Write a snapshot into a folder, whole or not at all, and give its path; OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _file(name)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    draft = path.with_name(f"{path.name}.{os.urandom(6).hex()}.tmp")
    try:
        draft.write_bytes(f"{key}\n{text}".encode())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return path


def key_of(files: Iterable[Path]) -> str | None:
    """Digest the names and bytes of files, in the order of their names; None where there are none or one cannot be read."""
    digest = hashlib.sha256()
    ordered = sorted(files)
    try:
        for path in ordered:
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
    except OSError:
        return None
    return digest.hexdigest() if ordered else None


def cache_folder() -> Path | None:
    """Give the folder for snapshots: ``DBCHECK_CACHE``, else the platform's cache folder; None where there is no home."""
    chosen = os.environ.get("DBCHECK_CACHE")
    if chosen:
        return Path(chosen)
    try:
        return _platform_cache() / "dbcheck"
    except RuntimeError:  # no home folder
        return None


def _platform_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _file(name: str) -> str:
    if not re.fullmatch(_NAME, name):
        raise ValueError(f"a snapshot's name is a plain file name, not {name!r}")
    return f"{name}.json"


def _read(path: Path, key: str) -> object | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head, _, body = content.partition(b"\n")
    if head != key.encode():
        return None
    try:
        value: object = json.loads(body)
    except ValueError:  # cut short or overwritten by something else
        return None
    return value
