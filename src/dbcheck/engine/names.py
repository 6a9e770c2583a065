"""Names of columns that the engine adds to a batch; none of them can be a field."""

KEPT = "="  # an expression computed once per batch
KEY = "!key"  # what a record is called: its id, else path:row
