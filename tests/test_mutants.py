"""The list of mistakes written by hand stays true: each text is where it says, and its tests exist."""

import pytest

from plie_analysis.settings import PACKAGE
from tests.mutants.__main__ import ROOT, Mutant, read


@pytest.mark.parametrize("mutant", read(), ids=lambda mutant: f"{mutant.chemin} : {mutant.sens}")
def test_a_mutant_still_has_its_place(mutant):
    text = (PACKAGE / mutant.chemin).read_text(encoding="utf-8")
    assert mutant.applied(text) != text
    assert all((ROOT / "tests" / name).is_file() for name in mutant.tests)


def test_a_text_that_is_gone_or_is_there_twice_is_an_error():
    for text in ("", "un, un"):
        with pytest.raises(ValueError, match="fois"):
            Mutant("x.sql", "sens", "un", "deux", ()).applied(text)


def test_the_kinds_of_mistakes_are_many():
    mutants = read()
    assert len(mutants) >= 60
    living = [mutant for mutant in mutants if mutant.vit]
    assert len(living) <= 0.05 * len(mutants)
