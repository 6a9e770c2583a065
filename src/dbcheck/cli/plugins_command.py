"""``dbcheck plugins``: the checkers, where each comes from, and its parameters."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass

from dbcheck.cli.listing import listing_format, print_json, print_lines
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message
from dbcheck.reports.layout import Line, Span, Tone, paragraph

ABOUT = Message(
    "列出检查器:名称、来自哪个安装包、参数。", "List the checkers: name, the distribution each comes from, parameters."
)
BUILTIN = Message("自带", "built in")
HEURISTIC = Message("只提示疑似", "suspicions only")
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a checker as a pack writes it: its name, what may be written for it, and whether it must be."""

    name: str
    type: str
    required: bool


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck plugins", ABOUT, lang)
    listing_format(made)
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Print the list. Raises PluginError where a plugin breaks the contract."""
    options = parser(lang).read(arguments)
    from dbcheck.plugins import registry  # noqa: PLC0415 - the checkers load Polars, which --help does not need

    entries = [
        {
            "name": name,
            "origin": each.origin,
            "builtin": each.origin == registry.BUILTIN,
            "heuristic": each.checker.is_heuristic,
            "summary": (type(each.checker).__doc__ or "").strip().partition("\n")[0],
            "parameters": [
                {"name": parameter.name, "type": parameter.type, "required": parameter.required}
                for parameter in parameters_of(each.checker.Params)
            ],
        }
        for name, each in registry.registered().items()
    ]
    if options.format == "json":
        print_json(entries)
        return 0
    for entry in entries:
        print_lines(_entry(entry, lang))
    return 0


def parameters_of(params: type) -> Iterator[Parameter]:
    """Give the parameters of a checker, read off its dataclass or pydantic model, those that must be given first."""
    found = list(_of_dataclass(params) if is_dataclass(params) else _of_model(params))
    yield from sorted(found, key=lambda parameter: not parameter.required)


def _of_dataclass(params: type) -> Iterator[Parameter]:
    for field in fields(params):
        required = field.default is MISSING and field.default_factory is MISSING
        yield Parameter(_pack_name(field.name), _type_name(field.type), required)


def _of_model(params: type) -> Iterator[Parameter]:
    for name, field in getattr(params, "model_fields", {}).items():
        yield Parameter(_pack_name(name), _type_name(field.annotation), field.is_required())


def _pack_name(field: str) -> str:
    """A pack writes ``in`` and ``from``, which Python keeps for itself."""
    return field.rstrip("_")


def _type_name(annotation: object) -> str:
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return text.replace("typing.", "").replace("collections.abc.", "")


def _entry(entry: dict[str, object], lang: str) -> list[Line]:
    parameters = entry["parameters"]
    assert isinstance(parameters, list)
    names = ", ".join(each["name"] if each["required"] else f"[{each['name']}]" for each in parameters)
    origin = BUILTIN.say(lang) if entry["builtin"] else str(entry["origin"])
    marks = f"{origin}, {HEURISTIC.say(lang)}" if entry["heuristic"] else origin
    head = (Span(f"{entry['name']:<17}", Tone.NOTE), Span(f"({marks})  ", Tone.FAINT))
    return [head, *paragraph(names or "-", WIDTH, indent=4)]
