"""``python -m dbcheck``: the command, where its script is not on the path."""

from dbcheck.cli import command

if __name__ == "__main__":
    command()
