"""One seed for whatever a test draws by chance: CAIRONG_SEED plays a run again."""

import os
import secrets

# Workers take it over from the process that starts them.
SEED = int(os.environ.setdefault("CAIRONG_SEED", str(secrets.randbelow(10**6))))
AGAIN = f"CAIRONG_SEED={SEED} draws the same again"
