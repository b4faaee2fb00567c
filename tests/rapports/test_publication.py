"""Whole or not at all."""

import errno
import os

import pytest

from plie_analysis.rapports.publication import publier


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_page_of_before(tmp_path, monkeypatch, step):
    page = publier(tmp_path / "rapports" / "lettre.html", b"avant")

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="space"):
        publier(page, b"apres")
    assert page.read_bytes() == b"avant" and list(page.parent.iterdir()) == [page]


def test_an_interruption_leaves_nothing_aside(tmp_path, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publier(tmp_path / "lettre.html", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_page_replaces_the_one_before(tmp_path):
    publier(tmp_path / "lettre.html", b"avant")
    assert publier(tmp_path / "lettre.html", b"apres").read_bytes() == b"apres"
