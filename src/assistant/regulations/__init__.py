"""The register of instruments: how they stand on a day, where texts cite them, what a garbled citation means."""

from assistant.regulations.citations import Mention, find_citations, repealed_among
from assistant.regulations.nearest import nearest
from assistant.regulations.register import (
    REGISTER_FILE,
    Change,
    Instrument,
    Register,
    RegisterError,
    Standing,
    Status,
    Successor,
    load_register,
    standing,
)

__all__ = [
    "REGISTER_FILE",
    "Change",
    "Instrument",
    "Mention",
    "Register",
    "RegisterError",
    "Standing",
    "Status",
    "Successor",
    "find_citations",
    "load_register",
    "nearest",
    "repealed_among",
    "standing",
]
