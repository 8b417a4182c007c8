"""What mypy's Django plugin loads: the real settings over values that open nothing."""

import os

os.environ.setdefault("IKUE_SECRET_KEY", "for-type-checks-only")
os.environ.setdefault("IKUE_CONTEXT_KEY", "00")
os.environ.setdefault("IKUE_DATABASE_URL", "postgresql:///nowhere")

from config.settings import *  # noqa: F403
