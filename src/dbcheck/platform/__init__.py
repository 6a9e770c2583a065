"""The reference platform: what the documents describe, in memory."""
