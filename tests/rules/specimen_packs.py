"""Small checkers and one right pack, for the tests of this room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Literal

from dbcheck.errors import Message
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake, predicate_mistakes, resolve
from dbcheck.rules.checking import Checkers

Where = Mapping[str, Any]


class Grace(StrEnum):
    """A parameter that is an enum."""

    NONE = "none"
    DAY = "day"


@dataclass(frozen=True)
class Due:
    """A parameter with parameters of its own."""

    year: str
    add_years: int = 0
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class TimeLimitParams:
    """Parameters of every shape: words of Python, unions, nested classes, enums, predicates."""

    record: str
    to: str
    where: Where = field(default_factory=dict)
    from_: str | None = None
    max: int | None = None
    min: int | None = None
    unit: Literal["minute", "hour", "work_day"] | None = None
    max_field: str | None = None
    due: Due | None = None
    grace: Grace = Grace.NONE
    share: float | None = None
    keys: str | tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    each_of: Mapping[str, tuple[str | tuple[str, ...], ...]] = field(default_factory=dict)


class TimeLimit:
    """A checker that knows its fields."""

    name: ClassVar[str] = "time_limit"
    Params = TimeLimitParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: TimeLimitParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown fields."""
        for pointer, message in predicate_mistakes(kinds, params.record, params.where):
            yield ("where", *pointer), message
        for name, path in (("from", params.from_), ("to", params.to)):
            found = resolve(kinds, params.record, path) if path else ()
            if isinstance(found, Message):
                yield (name,), found


@dataclass(frozen=True)
class RequiredFieldsParams:
    """Fields that must be filled."""

    record: str
    where: Where = field(default_factory=dict)
    all: tuple[str, ...] = ()


class RequiredFields:
    """A checker with a predicate."""

    name: ClassVar[str] = "required_fields"
    Params = RequiredFieldsParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: RequiredFieldsParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown fields."""
        for pointer, message in predicate_mistakes(kinds, params.record, params.where):
            yield ("where", *pointer), message
        for place, path in enumerate(params.all):
            found = resolve(kinds, params.record, path)
            if isinstance(found, Message):
                yield ("all", place), found


@dataclass(frozen=True)
class TextScanParams:
    """A field to read."""

    record: str
    field: str


class TextScan:
    """A heuristic; it breaks over the field ``title``."""

    name: ClassVar[str] = "text_scan"
    Params = TextScanParams
    is_heuristic: ClassVar[bool] = True

    def mistakes(self, params: TextScanParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Break, for one field."""
        del kinds
        if params.field == "title":
            raise RuntimeError("no titles")
        return iter(())


@dataclass(frozen=True)
class CountParams:
    """How many."""

    record: str
    key: str
    per: str | None = None
    min: int | None = None
    max: int | None = None
    proposed: tuple[str, ...] = ()


class Count:
    """A checker about groups."""

    name: ClassVar[str] = "count"
    Params = CountParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: CountParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find nothing."""
        del params, kinds
        return iter(())


@dataclass(frozen=True)
class AttestationParams:
    """What a person looks at."""

    scope: str
    frequency: Literal["once", "year"]


class Attestation:
    """A check that no machine makes."""

    name: ClassVar[str] = "attestation"
    Params = AttestationParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: AttestationParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find nothing."""
        del params, kinds
        return iter(())


CHECKERS: Checkers = {
    "time_limit": TimeLimit(),
    "required_fields": RequiredFields(),
    "text_scan": TextScan(),
    "count": Count(),
    "attestation": Attestation(),
}

GOOD = """\
pack: TEST1
title: 试验标准
document: T/TEST 1-2023
issuer: 试验局
published: "2023-11-30"
effective: "2023-12-29"
jurisdiction: 试验省
clauses: ["1", "5.3", "5.3.3", "5.10", "6", "7"]
rules:
- clause: "1"
  requirement: 范围
  modality: info
  check: informative
- clause: "5.3"
  requirement: 标题:咨询投诉
  modality: info
  check: informative
- clause: "5.3.3"
  part: "1"
  requirement: 受理的留言须有答复
  modality: shall
  subject: site_operator
  workflow: letters
  check: required_fields
  with: {record: letter, where: {accepted: true, status: {in: [replied, closed]}}, all: [replied_at, reply_org]}
  examples:
    pass: [{accepted: true, status: replied, replied_at: "2024-05-06 10:00", reply_org: 甲局}]
    fail:
    - {accepted: true, status: replied, replied_at: "2024-05-06 10:00"}
- clause: "5.3.3"
  part: "2"
  requirement: 受理的留言最迟5个工作日内答复
  modality: shall
  subject: site_operator
  check: time_limit
  with:
    record: letter
    where: {accepted: {ne: false}}
    from: received_at
    to: replied_at
    max: 5
    unit: work_day
  examples:
    pass: [{received_at: "2024-09-27 09:00", replied_at: "2024-10-10 23:59"}]
    fail: [{received_at: "2024-09-27 09:00", replied_at: "2024-10-11 00:00"}]
    pending: [{received_at: "2024-09-27 09:00", as_of: "2024-10-08"}]
- clause: "5.10"
  requirement: 逾期未复的须有督办
  modality: shall
  subject: competent_office
  check: required_fields
  with: {record: letter, where: {$violates: "5.3.3#2"}, all: [withdraw_reason]}
  examples:
    pass: [{id: L7, withdraw_reason: 迟, others: {site: [{id: s1, name: 甲站}], letter: [{id: "2"}]}}]
    fail: [{received_at: "2024-09-27", withdraw_reason: null}]
- clause: "6"
  part: "1"
  requirement: 每站一条来信
  modality: should
  subject: site_operator
  check: count
  with: {record: letter, per: site, key: site_id, min: 1, proposed: [min]}
  examples:
    pass: [{records: {site: [{id: s1}], letter: [{site_id: s1}]}, as_of: "2024-12-31"}]
    fail: [{records: {site: [{id: s1}]}, as_of: "2024-12-31"}]
- clause: "6"
  part: "2"
  requirement: 答复不敷衍
  modality: must_not
  subject: site_operator
  check: text_scan
  with: {record: letter, field: reply_content}
  examples:
    pass: [{reply_content: 已于5月6日修复}]
    suspect: [{reply_content: 已转有关部门}]
- clause: "7"
  part: "1"
  requirement: 保密
  modality: shall
  subject: site_operator
  check: attestation
  with: {scope: site, frequency: year}
- clause: "7"
  part: "2"
  requirement: 及时受理
  modality: shall
  subject: site_operator
  check: time_limit
  with: {record: letter, from: received_at, to: accept_decided_at, max: null, unit: work_day}
"""
