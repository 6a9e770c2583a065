"""Put snapshots of the record kinds and the packs into the wheel, so that not even the first audit loads YAML and pydantic.

Without them a wheel is as good, and its first audit takes a second longer: where the build has no pydantic, it goes on.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SnapshotHook(BuildHookInterface[Any]):
    """Reads every kind and every pack once, as an audit would, and ships what that leaves in the cache."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add ``dbcheck/_snapshot`` to a wheel; a checkout that is installed editable keeps its own cache."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="dbcheck-snapshot-")  # gone with the hook
        os.environ["DBCHECK_CACHE"] = self._folder.name
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from dbcheck.plugins.registry import checkers  # noqa: PLC0415 - it lies in the source that is being built
            from dbcheck.records.snapshot import kinds  # noqa: PLC0415 - as above
            from dbcheck.rules.loader import load_pack  # noqa: PLC0415 - as above
            from dbcheck.rules.packs import builtin_packs  # noqa: PLC0415 - as above

            for path in builtin_packs().values():
                load_pack(path, kinds=kinds(), checkers=checkers())
        except ImportError as error:
            self.app.display_warning(f"no snapshots in this wheel: {error}")
            return
        finally:
            sys.path.remove(str(Path(self.root) / "src"))
        for file in sorted(Path(self._folder.name).glob("*.json")):
            build_data["force_include"][str(file)] = f"dbcheck/_snapshot/{file.name}"
