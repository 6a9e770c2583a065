"""Mutants of the packs that come along which no example can notice, each with the reason."""

from collections.abc import Mapping
from types import MappingProxyType

from dbcheck.errors import Message
from dbcheck.rules.mutants import Change

EQUIVALENT: Mapping[tuple[str, str, Change], Message] = MappingProxyType({})
