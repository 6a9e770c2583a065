"""When two web addresses are the same page."""

from urllib.parse import unquote, urljoin, urlsplit

from dbcheck.plugins.detectors.written import fold, squeeze

_DEFAULT_PORTS = (None, 80, 443)


def same_page(address: str) -> str | None:
    """Give ``host[:port]/path[?query]`` of an address, equal for addresses of one page; None for a relative or broken one.

    Scheme, default ports, a slash at the end and a fragment make no difference; the order of a query does. A fragment that is a route
    (``#/letters``) names another page and stays.
    """
    written = fold(squeeze(address))
    if "://" not in written and not written.startswith("//"):
        host_written = written.partition("/")[0]
        if "." not in host_written or "@" in host_written or written.startswith("."):
            return None
        written = f"//{written}"
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme not in ("", "http", "https"):
        return None
    place = host.rstrip(".") + ("" if port in _DEFAULT_PORTS else f":{port}")
    query = f"?{parts.query}" if parts.query else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{place}{unquote(parts.path).rstrip('/')}{query}{route}"


def absolute(address: str, base: str) -> str:
    """Give an address as a browser on page ``base`` would; a broken one as it is."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
