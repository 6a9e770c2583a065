"""Faults: named ways to damage a healthy year, each with the rules that it trips."""
