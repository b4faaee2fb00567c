"""The synthetic reference year gives back the published figures, whatever the seed; checked by SQL over its files."""

import datetime as dt
import re
import shutil

import pytest

from annee_2017.synthese import PHOTOS, write_disordered, write_photo
from plie_analysis import contrat
from plie_analysis.cli import run
from plie_analysis.curate import build
from plie_analysis.errors import PlieError
from plie_analysis.francais import MOIS
from plie_analysis.ingest import load_photos
from plie_analysis.settings import load_settings
from tests.annee_2017.relecture import (
    constraints,
    etapes_in_progress,
    given_up,
    known_exits,
    letter,
    month_end,
    one,
    profile,
    read_photo,
)

LETTERS = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)
MONTHS = {rank: MOIS[rank - 1] for rank in LETTERS}
PRINTED_AS_ROUNDED = ("part_prescriptions_autres", "part_entrees_pe_cd", "preaffectation_du_mois", "preaffectation_cumulee")
YEAR = "BETWEEN DATE '2017-01-01' AND DATE '2017-12-31'"


def settings_of(folder):
    """The settings of an empty working folder."""
    return load_settings(folder)


@pytest.fixture(scope="module", params=[2017, 7], ids=["graine 2017", "graine 7"])
def photo(request, tmp_path_factory):
    """The exports of one seed, opened."""
    con = read_photo(write_photo(settings_of(tmp_path_factory.mktemp("photo")), graine=request.param))
    yield con
    con.close()


def test_annual_totals(photo):
    totals = {row["cle"]: int(row["valeur"]) for row in constraints("totaux")}
    january = "BETWEEN DATE '2016-01-01' AND DATE '2016-01-31'"
    year_2016 = "BETWEEN DATE '2016-01-01' AND DATE '2016-12-31'"
    known_2016 = f"sortie {year_2016} AND saisie_sortie <= DATE '2016-12-31'"
    queries = {
        "accompagnes": "SELECT count(DISTINCT dossier) FROM suivi WHERE entree <= DATE '2017-12-31' AND coalesce(sortie, DATE '9999-12-31') >= DATE '2017-01-01'",
        "entrees": f"SELECT count(*) FROM suivi WHERE entree {YEAR}",
        "sorties": f"SELECT count(*) FROM suivi WHERE sortie {YEAR}",
        "sorties_positives": f"SELECT count(*) FROM suivi WHERE positive AND sortie {YEAR}",
        "file_active": "SELECT count(*) FROM suivi WHERE sortie IS NULL",
        "etapes": "SELECT count(*) FROM etape WHERE debut <= DATE '2017-12-31' AND coalesce(fin, DATE '9999-12-31') >= DATE '2017-01-01'",
        "duree_moyenne_mois": "SELECT round(avg(coalesce(sortie, DATE '2017-12-31') - entree) / 30.4375, 1) FROM suivi WHERE coalesce(sortie, DATE '9999-12-31') >= DATE '2017-01-01'",
        "preaffectation_jours": f"SELECT round(avg(entree - prescription)) FROM suivi WHERE entree {YEAR}",
        "prescriptions": f'SELECT count(*) FROM prescriptions WHERE "Date de prescription" {YEAR}',
        "prescriptions_pole_emploi": f'SELECT count(*) FROM prescriptions WHERE "Date de prescription" {YEAR} AND "Prescripteur" = \'Pôle emploi\'',
        "prescriptions_departement": f'SELECT count(*) FROM prescriptions WHERE "Date de prescription" {YEAR} AND "Prescripteur" = \'Conseil départemental\'',
        "non_entrees": f'SELECT count(*) FROM prescriptions WHERE "Date de décision" {YEAR} AND "Décision" = \'non-entrée\'',
        "sorties_2016": f"SELECT count(*) FROM suivi WHERE {known_2016}",
        "sorties_positives_2016": f"SELECT count(*) FROM suivi WHERE positive AND {known_2016}",
        "entrees_2016": f"SELECT count(*) FROM suivi WHERE entree {year_2016}",
        "entrees_janvier_2016": f"SELECT count(*) FROM suivi WHERE entree {january}",
        "file_active_janvier_2016": "SELECT count(*) FROM suivi WHERE entree <= DATE '2016-01-31' AND coalesce(sortie, DATE '9999-12-31') > DATE '2016-01-31'",
        "sorties_positives_janvier_2016": f"SELECT count(*) FROM suivi WHERE positive AND sortie {january}",
        "non_entrees_2016": f'SELECT count(*) FROM prescriptions WHERE "Date de décision" {year_2016} AND "Décision" = \'non-entrée\'',
        "prescriptions_2016": f'SELECT count(*) FROM prescriptions WHERE "Date de prescription" {year_2016}',
        "preaffectation_2016": f"SELECT round(avg(entree - prescription)) FROM suivi WHERE entree {year_2016}",
        "preaffectation_janvier_2016": f"SELECT round(avg(entree - prescription)) FROM suivi WHERE entree {january}",
        "preaffectation_avril_2016": "SELECT round(avg(entree - prescription)) FROM suivi WHERE entree BETWEEN DATE '2016-04-01' AND DATE '2016-04-30'",
        "referents": 'SELECT count(DISTINCT "Code référent") FROM referents',
        "porteurs": 'SELECT count(DISTINCT "Structure porteuse") FROM referents',
    }
    obtained = {key: one(photo, sql) for key, sql in queries.items()}
    del totals["accompagnes_2016"]  # held with its communes, below
    assert obtained == pytest.approx(totals, abs=0.1)


def test_profiles_of_every_population(photo):
    wanted = {}
    for row in constraints("profils"):
        wanted.setdefault((row["population"], row["attribut"]), {})[row["modalite"]] = int(row["valeur"])
    for (population, attribute), counts in wanted.items():
        obtained = profile(photo, population, attribute)
        assert {m: obtained.get(m, 0) for m in counts} == counts, (population, attribute)


@pytest.mark.parametrize("month", LETTERS)
def test_letter_as_it_was_known(photo, month):
    obtained = letter(photo, month)
    for row in constraints("mensuel"):
        serie, printed = row["serie"], float(row["valeur"])
        if int(row["mois"]) != month or serie == "accompagnes":
            continue
        tolerance = 0.5 if serie in PRINTED_AS_ROUNDED else 1e-9
        assert obtained[serie] == pytest.approx(printed, abs=tolerance), serie


def test_monthly_accompagnes_are_given_up_for_what_stock_and_exits_imply(photo):
    abandoned = given_up()
    for month in LETTERS[:-1]:
        gone = sum(known_exits(photo, month).values())
        figure = next(f for f in abandoned if f.startswith("personnes accompagnées") and f.endswith(f"{MONTHS[month]} 2017"))
        assert int(abandoned[figure]) == letter(photo, month)["file_active"] + gone


@pytest.mark.parametrize("month", LETTERS)
def test_exits_by_motive_as_they_were_known(photo, month):
    printed = {row["motif"]: int(row["valeur"]) for row in constraints("sorties_cumulees") if int(row["mois"]) == month}
    assert known_exits(photo, month) == {motif: count for motif, count in printed.items() if count}


def test_non_entries_by_motive(photo):
    for row in constraints("non_entrees_cumulees"):
        sql = f'SELECT count(*) FROM prescriptions WHERE "Motif de non-entrée" = ? AND "Date de décision" BETWEEN DATE \'2017-01-01\' AND {month_end(int(row["mois"]))}'
        assert photo.execute(sql, [row["motif"]]).fetchone()[0] == int(row["valeur"]), row


def test_etapes_of_every_month_and_of_the_year(photo):
    abandoned = given_up()
    printed = {(row["operation"], int(row["mois"])): int(row["valeur"]) for row in constraints("etapes")}
    operations = {operation for operation, _ in printed}
    missed = 0
    for month in LETTERS:
        obtained = etapes_in_progress(photo, None if month == 12 else month)
        assert set(obtained) <= operations
        for operation in operations:
            published, found = printed.get((operation, month), 0), obtained.get(operation, 0)
            if published != found:
                missed += 1
                assert int(abandoned[f"étapes « {operation} » en {MONTHS[month]}"]) == found, (operation, month)
    assert missed == sum(figure.startswith("étapes «") for figure in abandoned)


def test_total_of_the_months_where_it_is_possible(photo):
    abandoned = given_up()
    for row in constraints("totaux_etapes"):
        month = int(row["mois"])
        obtained = sum(etapes_in_progress(photo, None if month == 12 else month).values())
        assert obtained == int(abandoned.get(f"total des étapes en {MONTHS[month]}", row["valeur"]))
    assert [figure for figure in abandoned if figure.startswith("total")] == ["total des étapes en février"]


def test_clauses_tables(photo):
    photo.execute(
        "CREATE OR REPLACE TEMP VIEW c AS SELECT k.*, s.civilite, s.quartier, s.positive AND s.sortie BETWEEN DATE '2017-01-01' AND DATE '2017-12-31' AS positive FROM clauses k LEFT JOIN suivi s ON s.id = k.\"N° parcours\""
    )
    oriented, employed = f'"Date d\'orientation" {YEAR}', '"Date de début" IS NOT NULL'
    by = {
        "heures_secteur": ('"Secteur"', 'round(sum("Heures réalisées"), 2)', employed),
        "heures_type": ('"Type de contrat"', 'round(sum("Heures réalisées"), 2)', employed),
        "orientations_secteur": ('"Secteur"', "count(*)", oriented),
        "orientations_prescripteur": ('"Prescripteur"', "count(*)", oriented),
        "orientations_quartier": ("quartier", "count(*)", f"{oriented} AND quartier IS NOT NULL"),
        "orientations_quartier_plie": ("'total'", "count(*)", f"{oriented} AND quartier IS NOT NULL AND \"Prescripteur\" = 'PLIE'"),
        "salaries_secteur": ('"Secteur"', 'count(DISTINCT "N° parcours")', employed),
        "salaries_sexe": ("CASE civilite WHEN 'Mme' THEN 'femme' ELSE 'homme' END", 'count(DISTINCT "N° parcours")', employed),
        "salaries_secteur_femme": ('"Secteur"', "count(*)", f"{employed} AND civilite = 'Mme' AND \"Secteur\" = 'services'"),
        "salaries_quartier": ("quartier", "count(*)", f"{employed} AND quartier IS NOT NULL"),
        "sorties_positives_quartier": ("quartier", "count(*)", f"{employed} AND positive AND quartier IS NOT NULL"),
    }
    for table, (key, measure, where) in by.items():
        wanted = {row["modalite"]: float(row["valeur"]) for row in constraints("clauses") if row["tableau"] == table}
        assert dict(photo.execute(f"SELECT {key} AS m, {measure} FROM c WHERE {where} GROUP BY m").fetchall()) == pytest.approx(wanted), (
            table
        )
    assert one(photo, f"SELECT count(*) FROM c WHERE {oriented} AND \"Validé\" = 'Oui'") == 71
    assert one(photo, f"SELECT count(*) FROM c WHERE {oriented} AND \"Validé\" = 'Oui' AND quartier IS NOT NULL") == 23
    assert one(photo, f"SELECT count(*) FROM c WHERE {employed} AND positive") == 21
    assert one(photo, 'SELECT max("Heures réalisées" / (("Date de fin" - "Date de début" + 1) / 7)) FROM clauses') <= 48


def test_actions_and_aides(photo):
    for row in constraints("actions"):
        where = f"\"Action\" = '{row['action']}'" + (
            f" AND contains('{row['session']}', \"Session\")" if row["action"] in ("Talent Campus", "Start Again") else ""
        )
        if row["action"] == "Regards croisés":
            day = "2017-07-05" if "juillet" in row["session"] else "2017-11-10"
            where += f" AND \"Date d'entrée\" = DATE '{day}'"
        assert one(photo, f"SELECT count(*) FROM actions WHERE {where}") == int(row["orientes"]), row
        assert one(photo, f'SELECT count(*) FROM actions WHERE {where} AND "Date d\'entrée" IS NOT NULL') == int(row["entres"]), row
        if row["femmes"]:
            women = f'SELECT count(*) FROM actions a JOIN suivi s ON s.id = a."N° parcours" WHERE {where} AND a."Date d\'entrée" IS NOT NULL AND civilite = \'Mme\''
            assert one(photo, women) == int(row["femmes"]), row
        if row["acheves"]:
            assert one(photo, f"SELECT count(*) FROM actions WHERE {where} AND \"Issue\" = 'achevée'") == int(row["acheves"]), row
    published = {row["cle"]: int(row["valeur"]) for row in constraints("aides")}
    assert one(photo, 'SELECT count(DISTINCT "N° parcours") FROM aides') == published["beneficiaires"]
    assert one(photo, 'SELECT sum("Montant") FROM aides') == published["montant"]
    assert (
        one(photo, 'SELECT count(DISTINCT a."N° parcours") FROM aides a JOIN suivi s ON s.id = a."N° parcours" WHERE civilite = \'Mme\'')
        == published["femmes"]
    )


def test_facts_of_the_actions(photo):
    for row in constraints("etapes_action"):
        wanted = {"Action": row["action"], "Nature": row["nature"], "Objet": row["objet"], "Résultat": row["resultat"]}
        wanted |= {"Session": row["session"]} if row["session"] else {}
        where = " AND ".join(f"coalesce(\"{name}\", '') = ?" for name in wanted)
        (found,) = photo.execute(f"SELECT count(*) FROM etapes_action WHERE {where}", list(wanted.values())).fetchone()
        assert found == int(row["nombre"]), row


def test_rules_of_the_data(photo):
    never = {
        "étape hors du parcours": "SELECT count(*) FROM etape e JOIN suivi s ON s.id = e.parcours WHERE e.debut < s.entree OR e.debut > coalesce(s.sortie, DATE '9999-12-31') OR e.fin > s.sortie OR (e.fin IS NULL AND s.sortie IS NOT NULL) OR e.fin < e.debut",
        "deux fois la même opération": "SELECT count(*) FROM etape a JOIN etape b ON a.parcours = b.parcours AND a.operation = b.operation AND a.id < b.id AND a.debut <= coalesce(b.fin, DATE '9999-12-31') AND b.debut <= coalesce(a.fin, DATE '9999-12-31')",
        "deux parcours le même jour": "SELECT count(*) FROM suivi a JOIN suivi b ON a.dossier = b.dossier AND a.id < b.id AND a.entree <= coalesce(b.sortie, DATE '9999-12-31') AND b.entree <= coalesce(a.sortie, DATE '9999-12-31')",
        "préaffectation hors de 0-180 jours": "SELECT count(*) FROM suivi WHERE coalesce(entree - prescription NOT BETWEEN 0 AND 180, true)",
        "suivi de plus de 30 mois trop court": "SELECT count(*) FROM suivi WHERE motif = 'SUIVI PLIE + 30 MOIS' AND sortie < entree + INTERVAL 30 MONTH",
        "maternité d'un homme": "SELECT count(*) FROM suivi WHERE motif = 'MATERNITE' AND civilite = 'M.'",
        "veille de plus de deux mois": 'SELECT count(*) FROM veilles WHERE "Date de fin" > "Date de début" + INTERVAL 2 MONTH',
        "saisie avant le fait ou après la photo": "SELECT count(*) FROM etape WHERE saisie < debut OR saisie > DATE '2018-01-31'",
        "fait après 2017": "SELECT count(*) FROM suivi WHERE entree > DATE '2017-12-31' OR sortie > DATE '2017-12-31'",
        "accompagné sans situation à l'entrée": 'SELECT count(*) FROM suivi WHERE NOT EXISTS (SELECT 1 FROM situations s WHERE s."N° dossier" = dossier AND s."Date de début" <= entree AND coalesce(s."Date de fin", DATE \'9999-12-31\') >= entree)',
        "aide hors du parcours": 'SELECT count(*) FROM aides a JOIN suivi s ON s.id = a."N° parcours" WHERE a."Date" NOT BETWEEN s.entree AND coalesce(s.sortie, DATE \'9999-12-31\')',
        "action dans le désordre": 'SELECT count(*) FROM actions WHERE "Date d\'orientation" > "Date d\'entrée" OR "Date d\'entrée" > "Date de fin"',
        "fait d'une action sans participation": 'SELECT count(*) FROM etapes_action f WHERE NOT EXISTS (SELECT 1 FROM actions a WHERE a."N° parcours" = f."N° parcours" AND a."Action" = f."Action" AND a."Date d\'orientation" <= f."Date")',
        "fait d'une action saisi avant lui ou après la photo": 'SELECT count(*) FROM etapes_action WHERE "Date de saisie" < "Date" OR "Date de saisie" > DATE \'2018-01-31\'',
    }
    assert {rule: one(photo, sql) for rule, sql in never.items()} == dict.fromkeys(never, 0)


def test_two_clocks_have_something_to_say(photo):
    late = one(photo, "SELECT count(*) FROM suivi WHERE saisie_entree > entree + 7 OR saisie_sortie > sortie + 7")
    assert 30 <= late <= 45


def test_no_personal_column(photo):
    headers = {
        name
        for (name,) in photo.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name IN ('participants', 'referents')"
        ).fetchall()
    }
    assert not headers & {"Nom", "Prénom", "Adresse", "Téléphone", "Courriel", "Nom du référent"}


def test_the_seed_changes_the_people(tmp_path):
    texts = []
    for seed in (1, 2, 1):
        folder = tmp_path / f"{len(texts)}"
        folder.mkdir()
        texts.append((write_photo(settings_of(folder), graine=seed) / "participants_2018-01-31.csv").read_text(encoding="utf-8"))
    assert texts[0] != texts[1]
    assert texts[0] == texts[2]


def test_scale_multiplies_every_count(tmp_path):
    con = read_photo(write_photo(settings_of(tmp_path), echelle=3))
    assert one(con, "SELECT count(DISTINCT dossier) FROM suivi WHERE coalesce(sortie, DATE '9999-12-31') >= DATE '2017-01-01'") == 3 * 1291
    assert sum(etapes_in_progress(con, None).values()) == 3 * 1742
    assert letter(con, 6)["file_active"] == 3 * 745
    for requete, key in (
        ("participants", "N° dossier"),
        ("parcours", "N° parcours"),
        ("etapes", "N° étape"),
        ("entretiens", "N° entretien"),
        ("clauses", "N° contrat"),
    ):
        assert one(con, f'SELECT count(*) - count(DISTINCT "{key}") FROM {requete}') == 0
    con.close()


def test_disorder_loads_to_the_same_content(tmp_path):
    content = []
    for name, write in (("propre", write_photo), ("desordre", lambda s, graine: write_disordered(s, graine=graine, avec_fautes=False))):
        (tmp_path / name).mkdir()
        settings = settings_of(tmp_path / name)
        write(settings, graine=5)
        bilan = load_photos(settings, None, charge_le=dt.datetime(2018, 2, 1), curate=build)
        assert bilan.photos[0].nb_rejets == 0
        content.append(str(settings.base))
    con = read_photo(tmp_path / "propre" / "data" / "raw" / "2018-01-31")
    for name, path in zip("ab", content, strict=True):
        con.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
    tables = [
        t for (t,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'a' AND schema_name = 'curated'").fetchall()
    ]
    assert len(tables) >= 13
    for table in tables:
        kept = "* EXCLUDE (quartier_saisi)" if table == "participant" else "*"
        gap = f"SELECT count(*) FROM (SELECT {kept} FROM {{}}.curated.{table} EXCEPT ALL SELECT {kept} FROM {{}}.curated.{table})"
        assert (one(con, gap.format("a", "b")), one(con, gap.format("b", "a"))) == (0, 0), table
    con.close()


def test_mistakes_come_with_their_truth(tmp_path):
    folder, mistakes = write_disordered(settings_of(tmp_path), graine=5)
    truth = (tmp_path / "data" / f"verite-{folder.name}.csv").read_text(encoding="utf-8").splitlines()
    assert truth[0] == "article,table,cle"
    assert len(truth) == mistakes + 1 > 100
    assert sorted(path.name for path in (tmp_path / "data" / "raw").iterdir()) == ["2018-01-30", "2018-01-31"]


def test_exports_from_elsewhere_are_never_overwritten(tmp_path):
    folder = tmp_path / "data" / "raw" / str(PHOTOS[2017])
    folder.mkdir(parents=True)
    (folder / "participants.csv").write_text("à moi", encoding="utf-8")
    with pytest.raises(PlieError, match="ne viennent pas"):
        write_photo(settings_of(tmp_path))
    assert (folder / "participants.csv").read_text(encoding="utf-8") == "à moi"
    assert not list((tmp_path / "data").glob(".synthese-*"))


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--annee", "2016"], "2016"), (["--echelle", "0"], "--echelle"), (["--desordre", "--echelle", "500"], "--desordre")],
)
def test_impossible_requests_are_refused_in_french(tmp_path, capsys, options, words):
    assert run(["synthese", "--racine", str(tmp_path), *options]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert not re.search(r"Traceback|Error", told)


def test_command_says_where_the_photo_is(tmp_path, capsys):
    assert run(["synthese", "--racine", str(tmp_path)]) == 0
    assert "data/raw/2018-01-31" in capsys.readouterr().out


@pytest.fixture
def contrat_allonge(tmp_path, monkeypatch):
    """The contract with columns and a query that the year knows nothing of."""
    folder = tmp_path / "referentiels"
    shutil.copytree(contrat.REFERENTIELS, folder)
    with (folder / "colonnes.csv").open("a", encoding="utf-8") as lines:
        lines.write("participants,Permis de conduire,a_permis,oui_non,,,,,,\netapes,Salaire,salaire_euros,nombre,,,euros,,,\n")
        lines.write("parcours,Groupe,code_groupe,texte,,,,,,\nateliers,Atelier,atelier,texte,,,,,,\n")
    monkeypatch.setattr(contrat, "REFERENTIELS", folder)
    contrat.queries.cache_clear()
    yield
    contrat.queries.cache_clear()


def test_a_column_added_to_the_contract_is_written_empty_and_a_query_not_at_all(tmp_path, contrat_allonge):
    folder = write_photo(settings_of(tmp_path))
    con = read_photo(folder)
    assert (
        one(con, 'SELECT count(*) FROM participants WHERE "Permis de conduire" IS NULL')
        == one(con, "SELECT count(*) FROM participants")
        > 2000
    )
    assert one(con, 'SELECT count("Salaire") FROM etapes') == one(con, 'SELECT count("Groupe") FROM parcours') == 0
    con.close()
    assert not list(folder.glob("ateliers*")), "an empty file would say that there were none"


def test_a_column_added_to_the_contract_leaves_the_disorder_readable(tmp_path, contrat_allonge):
    folder, mistakes = write_disordered(settings_of(tmp_path))
    assert mistakes > 100 and len(list(folder.glob("*_*"))) == len(contrat.queries()) - 2 == 13
