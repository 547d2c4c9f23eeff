"""Work a year's evaluation out from exported facts: evaluate.py FACTS.json > RESULT.json

Needs the standard library and this folder of the program alone: no database, no packages.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from cairong.policy.reassess import any_result

if __name__ == "__main__":
    sys.stdout.buffer.write(any_result(Path(sys.argv[1]).read_text(encoding="utf-8")).encode())
