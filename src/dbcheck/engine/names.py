"""Names of columns that the engine adds to a batch; none of them can be a field."""

KEPT = "="  # an expression computed once per batch
