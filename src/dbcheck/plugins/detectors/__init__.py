"""What texts may hold, one detector a module: a plain ``find`` that decides, and expressions that spare it most texts."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from dbcheck.plugins.detectors.detector import Detector

_MODULES = ("boilerplate", "off_topic", "pii", "secret", "advert", "abuse", "law_citation", "keywords", "similarity")


class _Detectors(Mapping[str, Detector]):
    """The detectors by name, which is also that of their module; one is imported when a rule names it (start-up: 0.5 ms each)."""

    def __getitem__(self, name: str) -> Detector:
        if name not in _MODULES:
            raise KeyError(name)
        detector: Detector = import_module(f"{__name__}.{name}").DETECTOR
        return detector

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


DETECTORS: Mapping[str, Detector] = _Detectors()
