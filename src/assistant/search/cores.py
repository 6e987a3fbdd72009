"""The threads that share the cores of this machine, for work that lets go of Python while it is done."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def shared_threads() -> ThreadPoolExecutor:
    """One thread for each core. What is done in them must not wait for them."""
    return ThreadPoolExecutor(cores(), thread_name_prefix="core")
