"""The record kinds of the data dictionary, as pydantic models, one module per family."""
