"""docs/packs.md says what the tables of the code say."""

import re
from pathlib import Path

import pytest

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.keys import PACK_KEYS, RULE_KEYS, Key
from dbcheck.rules.loader import pack_of
from dbcheck.rules.pack import EXAMPLE_AS_OF, EXAMPLE_VERDICTS, MODALITIES
from dbcheck.rules.pack_reading import read_pack

PAGE = (Path(__file__).parents[2] / "docs/packs.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(("title", "keys"), [("Keys of a pack", PACK_KEYS), ("Keys of a rule", RULE_KEYS)])
def test_the_page_lists_every_key_and_whether_it_is_required(title: str, keys: dict[str, Key]) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", section(title), re.M)
    assert [(name, mark.strip() == "required") for name, mark in rows] == [
        (name, key.is_required) for name, key in keys.items()
    ]


def test_the_page_names_every_verdict_modality_and_the_usual_audit_date() -> None:
    examples = section("Examples")
    assert all(f"`{verdict}`" in examples for verdict in EXAMPLE_VERDICTS)
    assert EXAMPLE_AS_OF in examples
    assert all(f"`{modality}`" in section("Keys of a rule") for modality in MODALITIES)


def test_the_pack_of_the_page_is_right() -> None:
    text = re.search(r"```yaml\n(.*?)```", PAGE, re.S)
    assert text is not None
    plain = read_pack(text[1].encode(), "packs.md", kinds=kinds(), checkers=checkers())
    pack = pack_of(plain, label="packs.md", path="packs.md", digest="")
    assert pack.index["5.3.3"].params["max"] == 5
