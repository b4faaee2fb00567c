"""Whatever the accepted writing, a date is read as itself or rejected, a number keeps its value; never another."""

import datetime as dt
from dataclasses import replace

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plie_analysis.contrat import queries
from plie_analysis.ingest.indices import without_evidence
from plie_analysis.ingest.reglages import install_macros, reading_words, script
from plie_analysis.settings import load_settings

PHOTO = dt.date(2017, 12, 31)
MOIS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ECRITURES = (
    "{d:%d/%m/%Y}", "{d:%d/%m/%y}", "{d:%d.%m.%Y}", "{d:%d-%m-%Y}", "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%Y%m%d}", "{d.day}/{d.month}/{d.year}", "{d.day}-{mois}-{d:%y}", "{d.day} {mois} {d.year}",
    "{d:%Y-%m-%d} 00:00:00", "{d:%Y-%m-%d} 00:00:00.0", "{d:%d/%m/%Y} 08:30", "{veille:%Y-%m-%d} 23:50:39", "{veille:%d/%m/%Y} 23:59:58", "{utc:%Y-%m-%dT%H:%M:%S}Z", "{d:%Y-%m-%d}T09:00:00+01:00", "{serie}", "{serie}.0",
)  # fmt: skip
LARGES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def lire(tmp_path_factory):
    """(kind, nature, texts) → the value and the reason of each text."""
    reglages = load_settings(tmp_path_factory.mktemp("racine")).config["ingestion"]
    with duckdb.connect() as con:
        install_macros(con, reglages)

        def read(kind: str, nature: str, texts: list[str]) -> dict:
            column = replace(queries()["participants"][0], type=kind, nature=nature)
            words = reading_words(reglages, PHOTO)
            con.register("textes_du_test", pa.table({"texte": sorted(set(texts))}))
            sql = script(kind, distincts="textes_du_test", **words | without_evidence(column, words))
            return {texte: (valeur, motif) for texte, valeur, motif, *_ in con.execute(sql).fetchall()}

        yield read


@LARGES
@given(st.lists(st.tuples(st.dates(dt.date(1970, 1, 1), dt.date(2017, 12, 31)), st.sampled_from(ECRITURES)), min_size=1, max_size=20))
def test_a_date_is_read_as_itself_or_rejected(lire, ecrites):
    written = {}
    for d, form in ecrites:
        midnight = dt.datetime(d.year, d.month, d.day) - dt.timedelta(hours=_paris(d))
        text = form.format(
            d=d, mois=MOIS[d.month - 1], veille=d - dt.timedelta(days=1), utc=midnight, serie=(d - dt.date(1899, 12, 30)).days
        )
        written.setdefault(text, set()).add(d)
    for text, (valeur, motif) in lire("date", "", list(written)).items():
        assert (valeur is None) == (motif is not None), text
        assert valeur is None or valeur in written[text], text


def _paris(d: dt.date) -> int:
    from zoneinfo import ZoneInfo

    return int(dt.datetime(d.year, d.month, d.day, tzinfo=ZoneInfo("Europe/Paris")).utcoffset() / dt.timedelta(hours=1))


@LARGES
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.sampled_from(["", " ", "\u00a0", "\u202f"]), st.sampled_from([",", "."])
)
def test_a_number_never_changes_by_a_factor(lire, centimes, blanc, marque):
    written = {f"{n // 100:,}".replace(",", blanc) + f"{marque}{n % 100:02d}": n / 100 for n in centimes}
    for text, (valeur, motif) in lire("nombre", "euros", list(written)).items():
        assert motif is None and valeur == pytest.approx(written[text]), text


@LARGES
@given(st.lists(st.integers(0, 168 * 60), min_size=1, max_size=20), st.sampled_from([("heures_semaine", 60), ("minutes", 1)]))
def test_a_duration_is_the_same_in_every_unit(lire, durees, mesure):
    nature, minutes = mesure
    written = {
        text: n / minutes
        for n in durees
        for text in (f"{n} min", f"{n // 60}h{n % 60:02d}", f"{n // 60} h {n % 60:02d} min", f"{n // 60:02d}:{n % 60:02d}:00")
    }
    for text, (valeur, motif) in lire("nombre", nature, list(written)).items():
        assert motif is None and valeur == pytest.approx(written[text]), text


@LARGES
@given(st.lists(st.text("0123456789 .,€h-+e\u00a0", min_size=1, max_size=9), min_size=1, max_size=20))
def test_any_text_is_a_number_or_has_a_reason(lire, textes):
    for text, (valeur, motif) in lire("nombre", "heures", textes).items():
        assert valeur is None or motif is None, text
        assert valeur is None or abs(valeur) < 1e15, text
