"""The simulator: a plausible year of a province's portals, or of one site, invented from a seed."""
