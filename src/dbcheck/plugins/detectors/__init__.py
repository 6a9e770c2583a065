"""What texts may hold, one detector a module: a plain ``find`` that decides, and expressions that spare it most texts."""

from collections.abc import Mapping

from dbcheck.plugins.detectors import (
    abuse,
    advert,
    boilerplate,
    keywords,
    law_citation,
    off_topic,
    pii,
    secret,
    similarity,
)
from dbcheck.plugins.detectors.detector import Detector

DETECTORS: Mapping[str, Detector] = {
    module.DETECTOR.name: module.DETECTOR
    for module in (boilerplate, off_topic, pii, secret, advert, abuse, law_citation, keywords, similarity)
}
