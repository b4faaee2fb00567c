"""A lake at an ``s3://`` address, through each engine's own reader."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from plie_analysis.cli import run
from plie_analysis.indicateurs import calculer
from plie_analysis.moteurs import open_moteur
from tests.moteurs.plies import TROIS, inventer
from tests.moteurs.s3 import SEAU, seau

QUESTION = {"du": "2017-01-01", "au": "2017-12-31"}
DEMANDE = ("indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--par", "plie", "--format", "csv")


@pytest.fixture(scope="module")
def plies(tmp_path_factory):
    """Two PLIE whose lake is ``<top>/reseau/lac``."""
    top = tmp_path_factory.mktemp("s3")
    found = [inventer(top / str(rank), *who[:3], 20) for rank, who in enumerate(TROIS[:2])]
    for plie in found:
        plie.deposer(top / "reseau" / "lac")
    return top, found


@pytest.fixture
def identifiants(monkeypatch):
    """Credentials in the environment, and nothing of this machine's own."""
    for name, value in {"AWS_ACCESS_KEY_ID": "cle", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-3"}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_SESSION_TOKEN", "AWS_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)


def _compter(settings, lac: str, adresse: str = "duckdb") -> pd.DataFrame:
    with open_moteur(settings, adresse, lac=lac) as con:
        return calculer(con, ["entrees", "taux_sorties_positives"], config=settings.config, par=["plie", "sexe"], **QUESTION)


def test_the_same_lake_in_a_folder_and_in_a_bucket(plies, identifiants, monkeypatch):
    top, found = plies
    expected = _compter(found[0].settings, str(top / "reseau" / "lac"))
    with seau(top / "reseau") as (endpoint, asked):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        pd.testing.assert_frame_equal(_compter(found[0].settings, f"s3://{SEAU}/lac/"), expected, check_exact=True)
    assert any("parcours.parquet" in one for one in asked)


def test_sail_reads_the_bucket_itself(plies, identifiants, adresse):
    """The server takes its credentials when it starts: a command of its own."""
    top, found = plies
    with seau(top / "reseau") as (endpoint, _):
        environment = os.environ | {"AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"}
        outcome = subprocess.run(
            [sys.executable, "-m", "plie_analysis", *DEMANDE, "--lac", f"s3://{SEAU}/lac", "--moteur", "local", "--racine", str(found[0].settings.racine)],
            env=environment, capture_output=True, text=True, timeout=240,
        )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr
    expected = _entrees(top / "reseau" / "lac", found[0].settings)
    assert outcome.stdout == expected


def _entrees(lac: Path, settings) -> str:
    return subprocess.run(
        [sys.executable, "-m", "plie_analysis", *DEMANDE, "--lac", str(lac), "--racine", str(settings.racine)],
        capture_output=True, text=True, timeout=240, check=True,
    ).stdout  # fmt: skip


def _refused(capsys, settings, lac: str) -> str:
    assert run([*DEMANDE, "--lac", lac, "--racine", str(settings.racine)]) == 2
    said = capsys.readouterr().err
    assert 1 <= len(said.strip().splitlines()) <= 4 and "secret" not in said
    return " ".join(said.split())


def test_a_bucket_that_refuses_or_does_not_answer_is_one_sentence(plies, identifiants, monkeypatch, capsys):
    top, found = plies
    with seau(top / "reseau", refuse=True) as (endpoint, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        assert "ne se lit pas" in _refused(capsys, found[0].settings, f"s3://{SEAU}/lac")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
        assert "ne se lit pas" in _refused(capsys, found[0].settings, f"s3://{SEAU}/lac")


def test_a_bucket_without_deposit_or_with_a_file_cut_is_told(plies, identifiants, monkeypatch, tmp_path, capsys):
    top, found = plies
    shutil.copytree(top / "reseau", tmp_path / "reseau")
    path = next((tmp_path / "reseau").rglob("parcours.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    with seau(tmp_path / "reseau") as (endpoint, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        assert "ne contient aucun dépôt" in _refused(capsys, found[0].settings, f"s3://{SEAU}/autre")
        assert "donnees/curated/parcours.parquet a changé" in _refused(capsys, found[0].settings, f"s3://{SEAU}/lac")
