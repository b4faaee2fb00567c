"""The reference year, written and loaded once per session: a working folder with its database."""

import datetime as dt

import pytest

from annee_2017.synthese import write_photo
from annee_2017.territoire import preparer
from plie_analysis.curate import build
from plie_analysis.ingest import load_photos
from plie_analysis.settings import Settings, load_settings


@pytest.fixture(scope="session")
def annee_2017(tmp_path_factory) -> Settings:
    """Settings of a folder whose base holds the synthetic photo of 2017. Read-only: it is shared by all tests."""
    racine = tmp_path_factory.mktemp("annee-2017")
    preparer(racine)
    settings = load_settings(racine)
    write_photo(settings)
    load_photos(settings, None, charge_le=dt.datetime(2018, 2, 1), curate=build)
    return settings
