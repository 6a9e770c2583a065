"""dbcheck."""
