"""Whatever the photo: shares stay shares, partitions add up, and the clocks agree with a plain recount."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plie_analysis import contrat
from plie_analysis.indicateurs import calculer, definitions
from plie_analysis.schema.natures import Part
from tests.tableau import base, reglages

PREMIER, DERNIER = dt.date(2015, 1, 1), dt.date(2017, 12, 31)
PERSONNE_AXES = ("sexe", "qpv", "commune", "niveau", "tranche_age", "senior", "rsa")
CONFIG = reglages()
# Each example builds a base and asks several questions of it.
quelques = settings(max_examples=settings().max_examples // 3)

jours = st.dates(PREMIER, DERNIER)
peut_etre = st.one_of(st.none(), jours)


@st.composite
def photos(draw):
    """Participants, parcours, étapes, situations: any dates, in any order, with holes."""
    personnes = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["M.", "Mme", ""]),
                st.sampled_from(["Dijon", "Talant", ""]),
                st.sampled_from(["Grésilles", "hors QPV", ""]),
                st.one_of(st.none(), st.dates(dt.date(1955, 1, 1), dt.date(1999, 12, 31))),
            ),
            min_size=1,
            max_size=5,
        )
    )
    parcours = draw(
        st.lists(
            st.tuples(st.integers(0, len(personnes) - 1), jours, peut_etre, st.sampled_from(["EMPLOI", "SANTE", ""]), peut_etre, peut_etre),
            min_size=1,
            max_size=9,
        )
    )
    etapes = draw(
        st.lists(
            st.tuples(
                st.integers(0, len(parcours) - 1), st.sampled_from(["PMSMP", "Mission intérim", "Chantier ETHIC O FIL"]), jours, peut_etre
            ),
            max_size=9,
        )
    )
    situations = draw(
        st.lists(st.tuples(st.integers(0, len(personnes) - 1), st.sampled_from(["RSA", "ARE"]), jours, peut_etre), max_size=6)
    )
    return {
        "participants": ("id_dossier | civilite | commune | quartier | date_naissance", [(f"D{i}", *p) for i, p in enumerate(personnes)]),
        "parcours": ("id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie", [(f"P{i}", f"D{p}", f"R{i % 2}", *rest) for i, (p, *rest) in enumerate(parcours)]),
        "etapes": ("id_etape | id_parcours | operation | date_debut | date_fin", [(f"E{i}", f"P{p}", *rest) for i, (p, *rest) in enumerate(etapes)]),
        "situations": ("id_dossier | situation | date_debut | date_fin", [(f"D{p}", *rest) for p, *rest in situations]),
    }  # fmt: skip


@st.composite
def questions(draw):
    """A period, and a knowledge date or none."""
    du, au = sorted((draw(jours), draw(jours)))
    return {"du": du, "au": au, "connu_au": draw(peut_etre)}


@pytest.fixture(scope="module")
def atelier():
    """One base for all examples, emptied before each: ``load(photo) -> con``."""
    con = base("participants\nid_dossier\nD1")

    def load(photo: dict):
        for requete in (*contrat.queries(), "fichier"):
            con.execute(f"DELETE FROM raw.{requete}")
        text = "\n\n".join(
            "\n".join([name, header, *(" | ".join("" if c is None else str(c) for c in row) for row in rows)])
            for name, (header, rows) in photo.items()
        )
        return base(text, con=con)

    return load


OFFERED = [name for name, d in definitions().items() if d.table in ("parcours", "sortie", "etape") and not d.exports]
COUNTS = ["accompagnes", "bilans_a_faire", "entrees", "etapes", "file_active", "sans_etape_3_mois", "sorties_positives"]


@quelques
@given(photo=photos(), question=questions())
def test_a_share_is_a_share(atelier, photo, question):
    con = atelier(photo)
    shares = [name for name in OFFERED if isinstance(definitions()[name], Part)]
    for par in ([], ["tranche_age", "rsa"]):
        frame = calculer(con, shares, config=CONFIG, par=par, **question)
        known = frame[frame["denominateur"] > 0]
        assert (known["numerateur"] <= known["denominateur"]).all()
        assert known["valeur"].between(0, 100).all()
        assert frame[frame["denominateur"] == 0]["valeur"].isna().all()


@quelques
@given(photo=photos(), question=questions(), axe=st.sampled_from(PERSONNE_AXES))
def test_the_modalities_of_a_partition_add_up(atelier, photo, question, axe):
    con = atelier(photo)
    total = calculer(con, COUNTS, config=CONFIG, **question).set_index("indicateur")["valeur"]
    cells = calculer(con, COUNTS, config=CONFIG, par=[axe], **question)
    summed = cells.groupby("indicateur")["valeur"].sum().reindex(total.index, fill_value=0)
    assert summed.to_dict() == total.to_dict()


@quelques
@given(
    photo=photos(),
    question=questions(),
    cell=st.sampled_from([("sexe", "femme"), ("rsa", "oui"), ("tranche_age", "26-44"), ("qpv", "non renseigné")]),
)
def test_filtering_is_reading_one_cell(atelier, photo, question, cell):
    con = atelier(photo)
    axe, modalite = cell
    cells = calculer(con, COUNTS, config=CONFIG, par=[axe], **question)
    read = cells[cells[axe] == modalite].set_index("indicateur")["valeur"]
    kept = calculer(con, COUNTS, config=CONFIG, filtres={axe: modalite}, **question).set_index("indicateur")["valeur"]
    assert kept.to_dict() == read.reindex(kept.index, fill_value=0).to_dict()


@quelques
@given(photo=photos(), question=questions())
def test_against_a_plain_recount(atelier, photo, question):
    con = atelier(photo)
    du, au, known = question["du"], question["au"], question["connu_au"]
    rows = []
    for _, dossier, _, entree, sortie, motif, saisie_entree, saisie_sortie in photo["parcours"][1]:
        if known and saisie_entree and saisie_entree > known:
            continue
        hidden = known and saisie_sortie and saisie_sortie > known
        rows.append((dossier, entree, None if hidden else sortie, "" if hidden else motif))
    active = [r for r in rows if r[1] <= au and (r[2] is None or r[2] >= du)]
    gone = [r for r in rows if r[2] is not None and du <= r[2] <= au]
    expected = {
        "accompagnes": len({r[0] for r in active}),
        "parcours_actifs": len(active),
        "entrees": sum(du <= r[1] <= au for r in rows),
        "sorties": len(gone),
        "sorties_positives": sum(r[3] == "EMPLOI" for r in gone),
        "sorties_autres": sum(r[3] == "SANTE" for r in gone),
        "file_active": sum(r[1] <= au and (r[2] is None or r[2] > au) for r in rows),
    }
    found = calculer(con, expected, config=CONFIG, **question).set_index("indicateur")["valeur"]
    assert found.to_dict() == expected


@quelques
@given(photo=photos(), question=questions())
def test_asking_together_or_apart_is_the_same(atelier, photo, question):
    con = atelier(photo)
    ids = ["accompagnes", "parcours_actifs", "taux_sorties_positives", "part_etapes_emploi"]
    together = calculer(con, ids, config=CONFIG, par=["sexe"], **question)
    for name in ids:
        apart = calculer(con, [name], config=CONFIG, par=["sexe"], **question)
        assert apart.equals(together[together["indicateur"] == name].reset_index(drop=True)), name
