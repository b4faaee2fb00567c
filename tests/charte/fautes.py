"""One mistake per rule of the charte: what it spoils, and the only finding it must cause.

Each is (rule, table, key named, statements); ``{n}`` is the number of the person who is spoiled.
"""

import re

PHOTO = "photo = DATE '2017-12-31'"

FAUTES = (
    (
        "P01.1",
        "participant",
        "participants.csv:9001",
        "INSERT INTO raw.participants (photo, fichier, ligne, civilite, est_retenue) VALUES (DATE '2017-12-31', 'participants.csv', 9001, 'Mme', false)",
    ),
    (
        "P01.2",
        "participant",
        "D{n}",
        "INSERT INTO raw.participants SELECT * REPLACE (9002 AS ligne, false AS est_retenue) FROM raw.participants WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    ("P02.1", "participant", "D{n}", "UPDATE raw.participants SET date_naissance = NULL WHERE id_dossier = 'D{n}' AND {photo}"),
    (
        "P02.2",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET date_naissance = DATE '2001-03-02' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P02.2",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET date_naissance = DATE '1949-03-01' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P03.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET civilite = NULL, civilite_saisi = 'Dr' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P04.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET commune = NULL, commune_saisi = 'Beaune' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P04.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET commune = 'Neuilly-Crimolois', commune_saisi = 'Neuilly-Crimolois' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P05.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET quartier = 'Le Mail', quartier_saisi = 'Le Mail' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P05.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET commune = 'Quetigny', quartier = 'Quetigny Centre', quartier_saisi = 'Centre' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P05.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET quartier = NULL, quartier_saisi = 'à vérifier' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P05.2",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET contour = 'Grésilles' WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P06.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET niveau = NULL, niveau_saisi = NULL WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "P07.1",
        "participant",
        "D{n}",
        "UPDATE raw.participants SET date_naissance = (SELECT any_value(date_naissance) FROM raw.participants WHERE id_dossier = 'D1') WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    ("K02.1", "participant", "D{n}", "UPDATE raw.participants SET date_saisie = DATE '2018-01-01' WHERE id_dossier = 'D{n}' AND {photo}"),
    ("P08.1", "participant", "D{n}", "UPDATE raw.participants SET niveau_saisi = 'Niveau 3' WHERE id_dossier = 'D{n}' AND {photo}"),
    (
        "O01.1",
        "prescription",
        "O{n}",
        "UPDATE raw.prescriptions SET prescripteur = NULL, prescripteur_saisi = 'un ami' WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "O02.1",
        "prescription",
        "O{n}",
        "UPDATE raw.prescriptions SET date_premier_rdv = DATE '2017-01-31' WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "O02.2",
        "prescription",
        "O{n}",
        "UPDATE raw.prescriptions SET date_decision = DATE '2017-02-09' WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "O02.3",
        "prescription",
        "O{n}",
        "UPDATE raw.prescriptions SET date_premier_rdv = NULL, date_decision = DATE '2017-01-31' WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "O02.4",
        "prescription",
        "O{n}bis",
        "INSERT INTO raw.prescriptions SELECT * REPLACE ('O{n}bis' AS id_prescription, 'non-entrée' AS decision) FROM raw.prescriptions WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "O03.1",
        "prescription",
        "O{n}bis",
        "INSERT INTO raw.prescriptions SELECT * REPLACE ('O{n}bis' AS id_prescription, 'en attente' AS decision, NULL AS date_decision, DATE '2017-10-31' AS date_prescription, NULL AS date_premier_rdv, NULL AS date_saisie) FROM raw.prescriptions WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "K01.1",
        "prescription",
        "O{n}",
        "UPDATE raw.prescriptions SET date_saisie = DATE '2017-02-09' WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "K02.2",
        "prescription",
        "O{n}",
        "UPDATE raw.prescriptions SET date_saisie = DATE '2016-12-31' WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "C01.1",
        "parcours",
        "P{n}bis",
        "INSERT INTO raw.parcours SELECT * REPLACE ('P{n}bis' AS id_parcours, 'D0' AS id_dossier, false AS est_retenue) FROM raw.parcours WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "C01.1",
        "parcours",
        "P{n}",
        "UPDATE raw.parcours SET code_referent = 'R0' WHERE id_parcours = 'P{n}' AND {photo}; UPDATE raw.referents SET nb_etp = 0 WHERE code_referent = 'R{n}' AND {photo}",
    ),
    (
        "C01.1",
        "parcours",
        "P{n}bis",
        "INSERT INTO raw.parcours SELECT * REPLACE ('P{n}bis' AS id_parcours, NULL AS date_entree, false AS est_retenue) FROM raw.parcours WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "C02.1",
        "parcours",
        "P{n}",
        "UPDATE raw.parcours SET date_sortie = DATE '2017-02-28', motif_sortie = 'A SA DEMANDE' WHERE id_parcours = 'P{n}' AND {photo}; UPDATE raw.referents SET nb_etp = 0 WHERE code_referent = 'R{n}' AND {photo}",
    ),
    (
        "C02.2",
        "parcours",
        "P{n}bis",
        "INSERT INTO raw.parcours SELECT * REPLACE ('P{n}bis' AS id_parcours, DATE '2018-01-01' AS date_entree, NULL AS date_saisie_entree, 'O{n}bis' AS id_prescription) FROM raw.parcours WHERE id_parcours = 'P{n}' AND {photo}; INSERT INTO raw.prescriptions SELECT * REPLACE ('O{n}bis' AS id_prescription, DATE '2017-12-31' AS date_prescription, NULL AS date_premier_rdv, NULL AS date_decision, NULL AS date_saisie) FROM raw.prescriptions WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "C02.3",
        "parcours",
        "P{n}",
        "UPDATE raw.parcours SET date_sortie = DATE '2018-01-01', motif_sortie = 'A SA DEMANDE' WHERE id_parcours = 'P{n}' AND {photo}; UPDATE raw.referents SET nb_etp = 0 WHERE code_referent = 'R{n}' AND {photo}",
    ),
    ("C03.1", "parcours", "P{n}", "{sortie}; UPDATE raw.parcours SET motif_sortie = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "C03.1",
        "parcours",
        "P{n}",
        "{sortie}; UPDATE raw.parcours SET motif_sortie = NULL, motif_sortie_saisi = 'CDI 24h' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "C03.1",
        "parcours",
        "P{n}",
        "UPDATE raw.parcours SET motif_sortie = 'SANTE', motif_sortie_saisi = 'SANTE' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "C04.1",
        "parcours",
        "P{n}bis",
        "INSERT INTO raw.parcours SELECT * REPLACE ('P{n}bis' AS id_parcours, DATE '2017-03-02' AS date_entree, DATE '2017-03-09' AS date_sortie, 'A SA DEMANDE' AS motif_sortie) FROM raw.parcours WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "C05.1",
        "parcours",
        "P{n}",
        "UPDATE raw.parcours SET critere_marche = NULL, critere_marche_saisi = NULL WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "C05.1",
        "parcours",
        "P{n}",
        "UPDATE raw.parcours SET critere_marche = 'Qualification insuffisante' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("C06.1", "parcours", "P{n}", "{ancien 2015-06-01}"),
    ("C07.1", "parcours", "P{n}", "UPDATE raw.parcours SET id_prescription = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    ("C07.1", "parcours", "P{n}", "UPDATE raw.parcours SET id_prescription = 'O1' WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "C07.1",
        "parcours",
        "P{n}",
        "UPDATE raw.prescriptions SET date_prescription = DATE '2016-08-31', date_saisie = NULL WHERE id_prescription = 'O{n}' AND {photo}",
    ),
    (
        "E04.1",
        "parcours",
        "P{n}",
        "UPDATE raw.etapes SET date_debut = DATE '2017-08-01', date_fin = DATE '2017-09-29', date_saisie = NULL WHERE id_etape = 'T{n}' AND {photo}",
    ),
    ("K01.2", "parcours", "P{n}", "UPDATE raw.parcours SET date_saisie_entree = DATE '2017-03-09' WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "K01.2",
        "parcours",
        "P{n}",
        "{sortie}; UPDATE raw.parcours SET date_saisie_sortie = DATE '2017-12-28' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("K02.3", "parcours", "P{n}", "UPDATE raw.parcours SET date_saisie_entree = DATE '2017-01-28' WHERE id_parcours = 'P{n}' AND {photo}"),
    ("R01.1", "parcours", "P{n}", "DELETE FROM raw.entretiens WHERE id_entretien = 'N{n}' AND {photo}"),
    ("R01.1", "parcours", "P{n}", "UPDATE raw.entretiens SET modalite = 'téléphone' WHERE id_entretien = 'N{n}' AND {photo}"),
    ("R04.1", "parcours", "P{n}", "UPDATE raw.entretiens SET est_point_etape = NULL WHERE id_entretien = 'M{n}' AND {photo}"),
    ("S01.1", "parcours", "P{n}", "UPDATE raw.situations SET date_debut = DATE '2017-03-02' WHERE id_dossier = 'D{n}' AND {photo}"),
    ("F01.1", "parcours", "P{n}", "UPDATE raw.freins SET date_evaluation = DATE '2017-05-01' WHERE id_parcours = 'P{n}' AND {photo}"),
    ("T01.1", "parcours", "P{n}", "UPDATE raw.parcours SET date_entree = DATE '2017-03-02' WHERE id_parcours = 'P{n}' AND {photo}"),
    ("C08.1", "sortie", "P{n}", "{sortie}; UPDATE raw.parcours SET motif_sortie = 'EMPLOI' WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "C09.1",
        "sortie",
        "P{n}",
        "{sortie}; UPDATE raw.parcours SET motif_sortie = 'SUIVI PLIE + 30 MOIS' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("C10.1", "sortie", "P{n}", "{sortie}; UPDATE raw.parcours SET motif_sortie = 'DEMENAGEMENT' WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "E01.1",
        "etape",
        "T{n}bis",
        "INSERT INTO raw.etapes SELECT * REPLACE ('T{n}bis' AS id_etape, 'P0' AS id_parcours, false AS est_retenue) FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}",
    ),
    ("E01.1", "etape", "T{n}", "UPDATE raw.etapes SET operation = NULL, operation_saisi = 'divers' WHERE id_etape = 'T{n}' AND {photo}"),
    (
        "E01.1",
        "etape",
        "T{n}bis",
        "INSERT INTO raw.etapes SELECT * REPLACE ('T{n}bis' AS id_etape, NULL AS date_debut, false AS est_retenue) FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}",
    ),
    ("E02.1", "etape", "T{n}", "UPDATE raw.etapes SET date_fin = DATE '2017-11-01' WHERE id_etape = 'T{n}' AND {photo}"),
    (
        "E02.2",
        "etape",
        "T{n}bis",
        "INSERT INTO raw.etapes SELECT * REPLACE ('T{n}bis' AS id_etape, DATE '2017-02-28' AS date_debut, DATE '2017-03-08' AS date_fin, NULL AS date_saisie) FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}",
    ),
    ("E02.2", "etape", "T{n}", "{sortie}; UPDATE raw.etapes SET date_fin = DATE '2017-12-21' WHERE id_etape = 'T{n}' AND {photo}"),
    (
        "E03.1",
        "etape",
        "T{n}bis",
        "INSERT INTO raw.etapes SELECT * REPLACE ('T{n}bis' AS id_etape, DATE '2017-12-08' AS date_debut, DATE '2017-12-09' AS date_fin, NULL AS date_saisie) FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}",
    ),
    (
        "E05.1",
        "etape",
        "T{n}bis",
        "{ancien 2016-06-01}; INSERT INTO raw.etapes SELECT * REPLACE ('T{n}bis' AS id_etape, 'CDDI' AS operation, DATE '2016-06-20' AS date_debut, NULL AS date_fin, NULL AS date_saisie) FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}",
    ),
    ("K01.3", "etape", "T{n}", "UPDATE raw.etapes SET date_saisie = DATE '2017-11-10' WHERE id_etape = 'T{n}' AND {photo}"),
    ("K02.4", "etape", "T{n}", "UPDATE raw.etapes SET date_saisie = DATE '2017-10-01' WHERE id_etape = 'T{n}' AND {photo}"),
    (
        "R05.1",
        "etape",
        "T{n}bis",
        "INSERT INTO raw.etapes SELECT * REPLACE ('T{n}bis' AS id_etape, 'Mission intérim' AS operation, DATE '2017-10-16' AS date_debut, DATE '2017-11-16' AS date_fin, NULL AS date_saisie) FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}",
    ),
    (
        "T01.2",
        "etape",
        "T{n}",
        "DELETE FROM raw.etapes WHERE id_etape = 'T{n}' AND {photo}; INSERT INTO raw.etapes SELECT * REPLACE ('T{n}neuve' AS id_etape) FROM raw.etapes WHERE id_etape = 'T1' AND {photo}; UPDATE raw.etapes SET id_parcours = 'P{n}' WHERE id_etape = 'T{n}neuve'",
    ),
    ("R02.1", "entretien", "N{n}", "UPDATE raw.entretiens SET est_emarge = false WHERE id_entretien = 'N{n}' AND {photo}"),
    ("R02.1", "entretien", "N{n}", "UPDATE raw.entretiens SET est_emarge = NULL WHERE id_entretien = 'N{n}' AND {photo}"),
    ("R03.1", "entretien", "N{n}", "UPDATE raw.entretiens SET duree_minutes = NULL WHERE id_entretien = 'N{n}' AND {photo}"),
    ("R03.2", "entretien", "N{n}", "UPDATE raw.entretiens SET duree_minutes = 241 WHERE id_entretien = 'N{n}' AND {photo}"),
    ("R03.2", "entretien", "N{n}", "UPDATE raw.entretiens SET duree_minutes = 4 WHERE id_entretien = 'N{n}' AND {photo}"),
    ("K01.4", "entretien", "N{n}", "UPDATE raw.entretiens SET date_saisie = DATE '2017-12-22' WHERE id_entretien = 'N{n}' AND {photo}"),
    ("K02.5", "entretien", "N{n}", "UPDATE raw.entretiens SET date_saisie = DATE '2018-01-05' WHERE id_entretien = 'N{n}' AND {photo}"),
    (
        "S01.2",
        "situation",
        "D{n}/ASS/2017-07-01",
        "INSERT INTO raw.situations SELECT * REPLACE ('ASS' AS situation, 'ASS' AS situation_saisi, DATE '2017-07-01' AS date_debut, DATE '2017-06-30' AS date_fin) FROM raw.situations WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "S01.3",
        "situation",
        "D{n}/RSA/2017-06-30",
        "INSERT INTO raw.situations SELECT * REPLACE (DATE '2017-06-30' AS date_debut, NULL AS date_fin) FROM raw.situations WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    ("V01.1", "veille", "P{n}/2017-05-02", "UPDATE raw.veilles SET motif = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    ("V01.2", "veille", "P{n}/2017-05-02", "UPDATE raw.veilles SET date_fin = DATE '2017-05-01' WHERE id_parcours = 'P{n}' AND {photo}"),
    ("V01.3", "veille", "P{n}/2017-05-02", "UPDATE raw.veilles SET date_fin = DATE '2017-07-03' WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "V01.3",
        "veille",
        "P{n}/2017-02-27",
        "UPDATE raw.veilles SET date_debut = DATE '2017-02-27', date_fin = DATE '2017-03-15' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "F01.2",
        "frein",
        "P{n}/voisins/2017-03-20",
        "UPDATE raw.freins SET famille = NULL, famille_saisi = 'voisins' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("F01.3", "frein", "P{n}/mobilité/2017-03-20", "UPDATE raw.freins SET intensite = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    ("F01.4", "frein", "P{n}/mobilité/2017-03-20", "UPDATE raw.freins SET intensite = 4 WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "A02.1",
        "action",
        "P{n}/Start Again/S1",
        "UPDATE raw.actions SET date_orientation = DATE '2017-04-11' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "A02.2",
        "action",
        "P{n}/Start Again/S1",
        "UPDATE raw.actions SET date_fin = DATE '2017-04-09' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "A02.3",
        "action",
        "P{n}/Start Again/S1",
        "UPDATE raw.actions SET date_entree = NULL, date_fin = DATE '2017-04-02' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("A02.4", "action", "P{n}/Start Again/S1", "UPDATE raw.actions SET issue = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "D01.1",
        "action",
        "P{n}/Start Again/S1#2",
        "INSERT INTO raw.actions SELECT * REPLACE (9001 AS ligne) FROM raw.actions WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "D01.2",
        "aide",
        "P{n}/transport/2017-06-06#2",
        "INSERT INTO raw.aides SELECT * REPLACE (9001 AS ligne) FROM raw.aides WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "D01.3",
        "frein",
        "P{n}/mobilité/2017-03-20#2",
        "INSERT INTO raw.freins SELECT * REPLACE (9001 AS ligne) FROM raw.freins WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "D01.4",
        "situation",
        "D{n}/RSA/2016-05-01#2",
        "INSERT INTO raw.situations SELECT * REPLACE (9001 AS ligne) FROM raw.situations WHERE id_dossier = 'D{n}' AND {photo}",
    ),
    (
        "D01.5",
        "veille",
        "P{n}/2017-05-02#2",
        "INSERT INTO raw.veilles SELECT * REPLACE (9001 AS ligne) FROM raw.veilles WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "D01.6",
        "referent",
        "R{n}",
        "INSERT INTO raw.referents SELECT * REPLACE (9001 AS ligne, 0 AS nb_etp) FROM raw.referents WHERE code_referent = 'R{n}' AND {photo}; UPDATE raw.referents SET nb_etp = 0 WHERE code_referent = 'R{n}' AND {photo}",
    ),
    (
        "D01.7",
        "etape_action",
        "P{n}/Start Again/projet/emploi/2017-05-12#2",
        "INSERT INTO raw.etapes_action SELECT * REPLACE (9001 AS ligne) FROM raw.etapes_action WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "D01.8",
        "entretien_qualitatif",
        "P{n}/mobilité/2017-09-12#2",
        "INSERT INTO raw.entretiens_qualitatifs SELECT * REPLACE (9001 AS ligne) FROM raw.entretiens_qualitatifs WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "Q01.1",
        "entretien_qualitatif",
        "P{n}/mobilité/2017-09-12",
        "UPDATE raw.entretiens_qualitatifs SET theme = NULL WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    (
        "Q02.1",
        "entretien_qualitatif",
        "P{n}/mobilité/2017-02-01",
        "UPDATE raw.entretiens_qualitatifs SET date_entretien_qualitatif = DATE '2017-02-01' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("A01.1", "aide", "P{n}/transport/2017-06-06", "UPDATE raw.aides SET montant_euros = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    ("A01.2", "aide", "P{n}/transport/2017-06-06", "UPDATE raw.aides SET montant_euros = 0 WHERE id_parcours = 'P{n}' AND {photo}"),
    ("A01.3", "aide", "P{n}/transport/2017-06-06", "UPDATE raw.aides SET motif = NULL WHERE id_parcours = 'P{n}' AND {photo}"),
    (
        "A01.4",
        "aide",
        "P{n}/transport/2017-02-28",
        "UPDATE raw.aides SET date_aide = DATE '2017-02-28' WHERE id_parcours = 'P{n}' AND {photo}",
    ),
    ("L01.1", "clause", "X{n}", "UPDATE raw.clauses SET secteur = NULL WHERE id_contrat = 'X{n}' AND {photo}"),
    ("L01.2", "clause", "X{n}", "UPDATE raw.clauses SET type_contrat = NULL WHERE id_contrat = 'X{n}' AND {photo}"),
    ("L01.3", "clause", "X{n}", "UPDATE raw.clauses SET nb_heures = 0 WHERE id_contrat = 'X{n}' AND {photo}"),
    ("L01.4", "clause", "X{n}", "UPDATE raw.clauses SET nb_heures = 193 WHERE id_contrat = 'X{n}' AND {photo}"),
    ("E06.1", "referent", "R{n}", "UPDATE raw.etapes SET operation = 'Formation qualifiante Autre' WHERE id_etape = 'T{n}' AND {photo}"),
    ("T02.1", "referent", "R{n}", "UPDATE raw.referents SET nb_etp = 0.015 WHERE code_referent = 'R{n}' AND {photo}"),
)

# A parcours that has ended; its référent's objective goes to zero, so that T02 stays quiet.
SORTIE = (
    "UPDATE raw.parcours SET date_sortie = DATE '2017-12-20', motif_sortie = 'A SA DEMANDE' WHERE id_parcours = 'P{n}' AND {photo};"
    " UPDATE raw.referents SET nb_etp = 0 WHERE code_referent = 'R{n}' AND {photo}"
)

# A parcours entered on an older day, in every photo, with the évaluation, situation and points d'étape that go with it.
ANCIEN = (
    "UPDATE raw.parcours SET date_entree = DATE '{jour}', date_saisie_entree = NULL WHERE id_parcours = 'P{n}';"
    " UPDATE raw.prescriptions SET date_prescription = DATE '{jour}' - 20, date_premier_rdv = NULL, date_decision = NULL,"
    " date_saisie = NULL WHERE id_prescription = 'O{n}';"
    " UPDATE raw.situations SET date_debut = DATE '{jour}' - 100 WHERE id_dossier = 'D{n}';"
    " UPDATE raw.freins SET date_evaluation = DATE '{jour}' + 10 WHERE id_parcours = 'P{n}';"
    " INSERT INTO raw.entretiens SELECT e.* REPLACE (concat('M{n}-', m) AS id_entretien,"
    " (DATE '{jour}' + to_months(m))::DATE AS date_entretien, NULL AS date_saisie)"
    " FROM raw.entretiens AS e, unnest([5, 10, 15, 20, 25]) AS t (m) WHERE id_entretien = 'M{n}';"
    " UPDATE raw.referents SET nb_etp = 0 WHERE code_referent = 'R{n}'"
)


def statements(faute: str, n: int) -> str:
    """The statements of one mistake for the person ``n``."""
    faute = faute.replace("{sortie}", SORTIE)
    faute = re.sub(r"\{ancien ([\d-]+)\}", lambda found: ANCIEN.replace("{jour}", found[1]), faute)
    return faute.format(n=n, photo=PHOTO)
