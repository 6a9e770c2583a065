"""The slow reference interpreter of rules: a dict per record, a loop over days, no data frame."""
