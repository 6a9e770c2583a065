"""One rule of a pack: whether its modality, check, parameters and examples are what they should be."""

from collections.abc import Mapping
from typing import Any

from dbcheck.errors import Message, Pointer
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.boundaries import boundary_mistake, can_fail
from dbcheck.rules.draft import Draft
from dbcheck.rules.editions import edition_mistakes, editions_of
from dbcheck.rules.example_reading import check_examples
from dbcheck.rules.keys import RULE_KEYS
from dbcheck.rules.pack import MODALITIES, UNCHECKED
from dbcheck.rules.parameter_mistakes import parameter_mistakes
from dbcheck.rules.shape import check_shape
from dbcheck.rules.verification import is_measured

UNBINDING = ("may", "info")  # modalities that nobody can break
HEADING = ("标题:", "标题:")


def check_rule(draft: Draft, pointer: Pointer, rule: Any) -> None:
    """Report every mistake in one rule, except what only the whole pack can tell."""
    if not check_shape(draft, pointer, rule, RULE_KEYS):
        return
    if not _check_names(draft, pointer, rule):
        return
    _check_modality(draft, pointer, rule)
    check = rule["check"]
    is_right = _check_parameters(draft, pointer, check, rule)
    if check in UNCHECKED:
        _refuse_examples(
            draft, pointer, rule, Message("不由机器判定的规则没有示例", "a rule that no machine decides has no examples")
        )
    elif is_right:
        _check_examples(draft, pointer, check, rule)


def _check_names(draft: Draft, pointer: Pointer, rule: Mapping[str, Any]) -> bool:
    """Report an unknown modality and an unknown check; tell whether both are known."""
    checks = sorted({*draft.checkers, *UNCHECKED})
    known = (
        ("modality", MODALITIES, Message("没有约束程度", "there is no modality")),
        ("check", checks, Message("没有检查器", "there is no checker")),
    )
    are_known = True
    for key, names, what in known:
        value = rule.get(key)
        if isinstance(value, str) and value not in names:
            draft.wrong((*pointer, key), unknown_name(value, names, what))
        are_known = are_known and value in names
    return are_known


def _check_modality(draft: Draft, pointer: Pointer, rule: Mapping[str, Any]) -> None:
    """Report what does not go with the modality: a check, a heading, the subject."""
    modality, check = rule["modality"], rule["check"]
    requirement = rule.get("requirement")
    if isinstance(requirement, str) and requirement.startswith(HEADING) and (modality, check) != ("info", "informative"):
        draft.wrong(
            (*pointer, "requirement"),
            Message(
                "标题行不是义务:写 modality: info 和 check: informative",
                "a heading obliges nobody: write modality: info and check: informative",
            ),
        )
    elif modality in UNBINDING and check != "informative":
        draft.wrong(
            (*pointer, "modality"),
            Message(
                f"{modality} 不约束任何人,检查器应为 informative",
                f"{modality} obliges nobody, so check is informative; or write shall, must_not or should",
            ),
        )
    elif check == "informative" and modality not in UNBINDING:
        draft.wrong(
            (*pointer, "modality"),
            Message(
                f"{modality} 有约束力:换一个检查器或 attestation,否则写 info 或 may",
                f"{modality} binds somebody: choose a checker or attestation, else write info or may",
            ),
        )
    if check != "informative" and rule.get("subject") in (None, "none"):
        draft.wrong(
            (*pointer, "subject") if "subject" in rule else pointer,
            Message(
                "缺少义务人 subject,如 subject: site_operator",
                "subject is missing: who is obliged, e.g. subject: site_operator",
            ),
        )


def _check_parameters(draft: Draft, pointer: Pointer, check: str, rule: Mapping[str, Any]) -> bool:
    """Report mistakes under ``with``; tell whether there were none."""
    raw = rule.get("with") or {}
    checker = draft.checkers.get(check)
    if not isinstance(raw, Mapping) or checker is None:
        return False
    found = [*edition_mistakes(raw), *_proposed_mistakes(raw)]
    if not found:
        found = list(
            dict.fromkeys(
                mistake
                for edition in editions_of(raw)
                for mistake in parameter_mistakes(checker, edition.params, draft.kinds)
            )
        )
    for inner, message in found:
        at = (*pointer, "with", *inner) if "with" in rule else pointer
        draft.wrong(at, message, of_key=_is_about_key(inner, message))
    return not found


def _is_about_key(pointer: Pointer, message: Message) -> bool:
    """Tell whether a message quotes the key that the pointer ends with, so that the key is what is wrong."""
    name = pointer[-1] if pointer else 0
    return isinstance(name, str) and any(f" {step!r};" in message.en for step in (name, *name.split(".")))


def _proposed_mistakes(raw: Mapping[str, Any]) -> "list[tuple[Pointer, Message]]":
    proposed = raw.get("proposed")
    if not isinstance(proposed, list):
        return []
    given = [name for name in raw if name != "proposed"]
    what = Message("proposed 所列的参数没有写", "proposed names a parameter that the rule does not give:")
    return [
        (("proposed", place), unknown_name(name, given, what)) for place, name in enumerate(proposed) if name not in given
    ]


def _check_examples(draft: Draft, pointer: Pointer, check: str, rule: Mapping[str, Any]) -> None:
    params = rule.get("with") or {}
    examples = rule.get("examples")
    if is_measured(check, params):
        _refuse_examples(
            draft,
            pointer,
            rule,
            Message("只计量的规则不作判定,没有示例", "a rule that only measures gives no verdict, so it has no examples"),
        )
        return
    if examples is not None and not isinstance(examples, Mapping):
        return
    if not check_examples(draft, (*pointer, "examples"), examples or {}, params.get("record")):
        return
    only_suspects = draft.checkers[check].is_heuristic or params.get("suspicion_only") is True
    broken = "suspect" if only_suspects else "fail"
    wanted = ("pass", broken) if can_fail(check, params, draft.kinds) else ("pass",)
    missing = [verdict for verdict in wanted if not (examples or {}).get(verdict)]
    if broken == "suspect" and (examples or {}).get("fail"):
        draft.wrong(
            (*pointer, "examples", "fail"),
            Message(f"{check} 只给疑点,写 suspect", f"{check} only ever suspects; write suspect"),
            of_key=True,
        )
    if missing:
        listed = ", ".join(missing)
        draft.wrong(
            (*pointer, "examples") if examples else pointer,
            Message(f"缺少 {listed} 的示例", f"there is no example for {listed}; add one"),
            of_key=True,
        )
        return
    wrong = boundary_mistake(check, params, draft.kinds, examples or {})
    if wrong is not None:
        draft.wrong((*pointer, "examples"), wrong, of_key=True)


def _refuse_examples(draft: Draft, pointer: Pointer, rule: Mapping[str, Any], message: Message) -> None:
    if rule.get("examples"):
        draft.wrong((*pointer, "examples"), message, of_key=True)
