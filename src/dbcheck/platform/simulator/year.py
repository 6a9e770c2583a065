"""A simulated year from its settings: the families in their order."""

from collections.abc import Callable

from dbcheck.platform.simulator.columns import make_columns
from dbcheck.platform.simulator.documents import make_documents
from dbcheck.platform.simulator.error_reports import make_error_reports
from dbcheck.platform.simulator.governance import make_governance
from dbcheck.platform.simulator.interviews import make_interviews
from dbcheck.platform.simulator.letters import make_letters
from dbcheck.platform.simulator.lifecycle import make_lifecycle
from dbcheck.platform.simulator.maker import Maker, Settings
from dbcheck.platform.simulator.new_media import make_new_media
from dbcheck.platform.simulator.organizations import make_organizations
from dbcheck.platform.simulator.participation import make_participation
from dbcheck.platform.simulator.publishing import make_publishing
from dbcheck.platform.simulator.services import make_services
from dbcheck.platform.simulator.sites import make_sites
from dbcheck.platform.simulator.world import World

FAMILIES: tuple[Callable[[Maker], None], ...] = (
    make_organizations,
    make_sites,
    make_columns,
    make_new_media,
    make_letters,
    make_interviews,
    make_participation,
    make_publishing,
    make_documents,
    make_services,
    make_error_reports,
    make_governance,
    make_lifecycle,
)


def simulate(settings: Settings) -> World:
    """Make a healthy year. Equal settings give equal records. Raises UsageError for a year whose holidays are not known."""
    maker = Maker(settings)
    for make in FAMILIES:
        make(maker)
    return maker.world
