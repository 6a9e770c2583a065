"""Which language to speak, found before anything is parsed, because the help texts depend on it."""

from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")
VARIABLE = "DBCHECK_LANG"


def language_of(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Give the language of ``--lang``, else of DBCHECK_LANG, else Chinese; a wrong ``--lang`` is for the parser to answer."""
    chosen = environ.get(VARIABLE, "").strip().lower()[:2]
    for word, following in zip(arguments, [*arguments, ""][1:], strict=True):
        if word == "--lang" and following in LANGUAGES:
            chosen = following
        elif word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            chosen = word.removeprefix("--lang=")
    return chosen if chosen in LANGUAGES else "zh"
