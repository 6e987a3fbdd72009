"""Questions that name instruments: the forged or garbled ones of `identities.yaml` are noticed, the real ones never are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answer.cited import slips
from assistant.regulations import find_citations

IDENTITIES = yaml.safe_load(Path(__file__).with_name("identities.yaml").read_text(encoding="utf-8"))


def question(entry: dict[str, Any]) -> str:
    return str(entry["question"])


def test_there_are_fifty_forged_and_a_hundred_real_ones_all_different() -> None:
    assert {sort: len({question(entry) for entry in entries}) for sort, entries in IDENTITIES.items()} == {
        "forged": 50,
        "real": 100,
    }


@pytest.mark.parametrize("entry", IDENTITIES["forged"], ids=question)
def test_a_forged_identity_is_noticed(entry: dict[str, Any]) -> None:
    found = slips(question(entry))
    assert len(found) == 1
    if "meant" in entry:
        assert found[0].meant
        assert found[0].meant.label == entry["meant"]


@pytest.mark.parametrize("entry", IDENTITIES["real"], ids=question)
def test_a_real_identity_is_found_and_not_called_wrong(entry: dict[str, Any]) -> None:
    assert slips(question(entry)) == ()
    cited = [mention.instrument for mention in find_citations(question(entry))]
    assert [one.label if one else None for one in cited] == entry["cites"]
