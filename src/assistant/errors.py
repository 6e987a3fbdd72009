"""What can go wrong for a user or an operator. Everything else is a bug and stays loud.

Messages are Indonesian and say what was found, what was expected, and what to do next.
The doors (`app.py`, `ingest/__main__.py`, `assistant.ask`, `assistant.evaluate`) catch `AssistantError` and print it.
"""


class AssistantError(Exception):
    """Base of every error that is the user's or the operator's to mend."""


class SettingsError(AssistantError):
    """An option or environment variable has a value that cannot be used."""


class ModelError(AssistantError):
    """The embedding model is missing, damaged, or cannot be loaded."""


class ChatModelError(AssistantError):
    """The chat model cannot be reached, refuses, fails, or takes too long."""


class ChatModelTimeout(ChatModelError):  # noqa: N818 (named for what happened)
    """The chat model did not finish in time."""


class StoreError(AssistantError):
    """The vector store is missing, empty, or was made with another model or splitting."""


class DamagedStoreError(StoreError):
    """The vector store is there and cannot be read."""


class ReadError(AssistantError):
    """A document could not be read."""


class CaseError(AssistantError):
    """A line of a test set is not a test case."""


class FeedbackError(AssistantError):
    """What somebody says about an answer cannot be stored, or a file of it cannot be used."""


class TurnError(AssistantError):
    """A conversation that comes back from a browser cannot be read."""
