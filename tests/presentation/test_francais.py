"""French typography, told as small tables."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis import francais

D = dt.date


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (999, 0, "999"),
        (1291, 0, "1 291"),
        (10057, 0, "10 057"),
        (1234567.5, 1, "1 234 567,5"),
        (12.7, 1, "12,7"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-3.2, 0, "−3"),
        (-0.2, 0, "0"),
        (None, 0, "–"),
        (float("nan"), 0, "–"),
    ],
)
def test_nombre(valeur, decimales, attendu):
    assert francais.nombre(valeur, decimales).replace(francais.FINE, " ") == attendu


@pytest.mark.parametrize(
    ("valeur", "unite", "attendu"),
    [
        (49.15, "%", "49 %"),
        (1, "personnes", "1 personne"),
        (0, "etapes", "0 étape"),
        (2, "etapes", "2 étapes"),
        (1.2, "jours", "1 jour"),
        (17, "mois", "17 mois"),
        (890, "€", "890 €"),
        (None, "%", "–"),
    ],
)
def test_quantite(valeur, unite, attendu):
    assert francais.quantite(valeur, unite).replace(francais.INSECABLE, " ") == attendu


@pytest.mark.parametrize(
    ("du", "au", "attendu"),
    [
        (D(2017, 1, 1), D(2017, 12, 31), "en 2017"),
        (D(2017, 2, 1), D(2017, 2, 28), "en février 2017"),
        (D(2017, 1, 1), D(2017, 4, 30), "du 1er janvier au 30 avril 2017"),
        (D(2016, 7, 1), D(2017, 6, 30), "du 1er juillet 2016 au 30 juin 2017"),
        (D(2017, 1, 2), D(2017, 1, 31), "du 2 janvier au 31 janvier 2017"),
    ],
)
def test_periode(du, au, attendu):
    assert francais.periode(du, au).replace(francais.INSECABLE, " ") == attendu


def test_words():
    assert francais.de_mois(D(2017, 10, 1)) == "d’octobre"
    assert francais.de_mois(D(2017, 8, 1)) == "d’août"
    assert francais.de_mois(D(2017, 3, 1)) == "de mars"
    assert francais.enumeration(["a"]) == "a"
    assert francais.enumeration(["a", "b", "c"]) == "a, b et c"
    assert francais.elision("que", "elles") == "qu’elles"
    assert francais.majuscule("état") == "État"
    assert francais.instant(dt.datetime(2018, 1, 3, 9, 5)) == "3\u00a0janvier 2018 à 9\u00a0h\u00a005"


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_printed_number_reads_back(valeur, decimales):
    text = francais.nombre(valeur, decimales).replace(francais.FINE, "").replace("−", "-").replace(",", ".")
    assert abs(float(text) - valeur) <= 0.5000001 * 10**-decimales
