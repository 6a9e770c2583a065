"""Workflow tables as frozen values, and what can be worked out from them: who may do what when, by when, and what lies ahead.

A room of its own below ``plugins`` and ``rules``: the checker of event logs, the reference platform and the loader all speak of the same table.
"""
