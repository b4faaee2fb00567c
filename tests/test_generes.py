"""What is compiled from the code and kept as a file is up to date."""

import pytest

from tests.generes import ROOT, generes


@pytest.mark.parametrize("name", generes())
def test_a_generated_file_is_up_to_date(name):
    assert (ROOT / name).read_text(encoding="utf-8") == generes()[name](), "run make generes"
