"""Put this folder on the path, so that tests may ``from oracle.interpreter import judge``."""

import sys
from pathlib import Path

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)
