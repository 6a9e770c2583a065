"""The simulator: a plausible year of a province's portals, invented from a seed."""
