"""The examples of the plugin's pack get their verdicts, and the command lists its checkers."""

import json

import pytest
from dbcheck_office_hours import PACK

from dbcheck.cli import main


def test_every_example_of_the_pack_holds() -> None:
    assert main(["rules", "test", str(PACK)]) == 0


def test_the_checkers_are_listed_with_their_origin(capsys: pytest.CaptureFixture[str]) -> None:
    main(["plugins", "--format", "json"])
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["office_hours"]["origin"] == listed["plain_title"]["origin"] == "office_hours"
    assert not listed["office_hours"]["builtin"]
