-- A made-up photo of {personnes} persons for the benchmark of the charte: a line in most exports each, three étapes, six
-- meetings, one line in a hundred spoiled here and there. Loaded columns only; the others stay empty.

INSERT INTO raw.participants BY NAME
SELECT DATE '2017-12-31' AS photo, 'participants.csv' AS fichier, i AS ligne, 'D' || i AS id_dossier,
    CASE WHEN i % 101 > 0 THEN CASE WHEN i % 2 = 0 THEN 'Mme' ELSE 'M.' END END AS civilite, 'x' AS civilite_saisi,
    (DATE '1955-01-01' + (i * 7919 % 15000)::INTEGER)::DATE AS date_naissance, 'Dijon' AS commune, 'Dijon' AS commune_saisi,
    CASE WHEN i % 5 = 0 THEN 'Grésilles' END AS quartier, CASE WHEN i % 5 = 0 THEN 'Grésilles' END AS quartier_saisi,
    CASE WHEN i % 103 > 0 THEN 'V' END AS niveau, CASE WHEN i % 103 > 0 THEN 'V' END AS niveau_saisi,
    DATE '2017-01-02' AS date_saisie, true AS est_retenue
FROM range({personnes}) AS t (i);

INSERT INTO raw.prescriptions BY NAME
SELECT DATE '2017-12-31' AS photo, 'prescriptions.csv' AS fichier, i AS ligne, 'O' || i AS id_prescription, 'D' || i AS id_dossier,
    CASE WHEN i % 107 > 0 THEN 'Pôle emploi' END AS prescripteur, 'x' AS prescripteur_saisi,
    DATE '2014-06-01' + (i % 1200)::INTEGER AS date_prescription, DATE '2014-06-11' + (i % 1200)::INTEGER AS date_premier_rdv,
    'entrée' AS decision, DATE '2014-06-21' + (i % 1200)::INTEGER AS date_decision,
    DATE '2014-06-03' + (i % 1200)::INTEGER + CASE WHEN i % 50 = 0 THEN 20 ELSE 0 END AS date_saisie, true AS est_retenue
FROM range({personnes}) AS t (i);

INSERT INTO raw.parcours BY NAME
SELECT DATE '2017-12-31' AS photo, 'parcours.csv' AS fichier, i AS ligne, 'P' || i AS id_parcours, 'D' || i AS id_dossier,
    'O' || i AS id_prescription, 'R' || i % ({personnes} // 70 + 1) AS code_referent,
    DATE '2014-07-01' + (i % 1200)::INTEGER AS date_entree, 'Bénéficiaire de minima sociaux' AS critere_marche, 'x' AS critere_marche_saisi,
    CASE WHEN i % 3 > 0 THEN least(DATE '2014-07-01' + (i % 1200 + 60 + i % 700)::INTEGER, DATE '2017-12-30') END AS date_sortie,
    CASE WHEN i % 3 > 0 AND i % 109 > 0 THEN ['A SA DEMANDE', 'EMPLOI', 'SANTE'][1 + i % 3] END AS motif_sortie,
    DATE '2014-07-03' + (i % 1200)::INTEGER AS date_saisie_entree, true AS est_retenue
FROM range({personnes}) AS t (i);

INSERT INTO raw.etapes BY NAME
SELECT DATE '2017-12-31' AS photo, 'etapes.csv' AS fichier, i AS ligne, 'T' || i AS id_etape, 'P' || i // 3 AS id_parcours,
    CASE WHEN i % 113 > 0 THEN ['Remobilisation', 'CDD Court (moins de 6 mois)', 'Contrat long (CDI / CDD +6 mois)'][1 + i % 3] END AS operation,
    'x' AS operation_saisi, DATE '2014-07-20' + ((i // 3) % 1200 + 10 * (i % 3))::INTEGER AS date_debut,
    DATE '2014-08-20' + ((i // 3) % 1200 + 10 * (i % 3))::INTEGER AS date_fin,
    DATE '2014-07-22' + ((i // 3) % 1200 + 10 * (i % 3))::INTEGER + CASE WHEN i % 40 = 0 THEN 20 ELSE 0 END AS date_saisie, true AS est_retenue
FROM range(3 * {personnes}) AS t (i);

INSERT INTO raw.entretiens BY NAME
SELECT DATE '2017-12-31' AS photo, 'entretiens.csv' AS fichier, i AS ligne, 'N' || i AS id_entretien, 'P' || i // 6 AS id_parcours,
    DATE '2014-07-05' + ((i // 6) % 1200 + 30 * (i % 6))::INTEGER AS date_entretien, CASE WHEN i % 4 = 0 THEN 'téléphone' ELSE 'physique' END AS modalite,
    CASE WHEN i % 127 > 0 THEN 10 + i % 60 END AS duree_minutes, i % 131 > 0 AS est_emarge, i % 6 = 5 AS est_point_etape,
    DATE '2014-07-06' + ((i // 6) % 1200 + 30 * (i % 6))::INTEGER + CASE WHEN i % 60 = 0 THEN 20 ELSE 0 END AS date_saisie, true AS est_retenue
FROM range(6 * {personnes}) AS t (i);

INSERT INTO raw.situations BY NAME
SELECT DATE '2017-12-31' AS photo, 'situations.csv' AS fichier, i AS ligne, 'D' || i AS id_dossier, 'RSA' AS situation, 'RSA' AS situation_saisi,
    DATE '2014-01-01' AS date_debut, CASE WHEN i % 137 = 0 THEN DATE '2013-12-31' END AS date_fin, true AS est_retenue
FROM range({personnes}) AS t (i);

INSERT INTO raw.veilles BY NAME
SELECT DATE '2017-12-31' AS photo, 'veilles.csv' AS fichier, i AS ligne, 'P' || i AS id_parcours, DATE '2014-08-01' + (i % 1200)::INTEGER AS date_debut,
    DATE '2014-08-21' + (i % 1200)::INTEGER AS date_fin, CASE WHEN i % 7 > 0 THEN 'santé' END AS motif, true AS est_retenue
FROM range(0, {personnes}, 10) AS t (i);

INSERT INTO raw.freins BY NAME
SELECT DATE '2017-12-31' AS photo, 'freins.csv' AS fichier, i AS ligne, 'P' || i // 2 AS id_parcours, ['mobilité', 'langue'][1 + i % 2] AS famille,
    'x' AS famille_saisi, i % 5 AS intensite, DATE '2014-07-05' + ((i // 2) % 1200)::INTEGER AS date_evaluation, true AS est_retenue
FROM range(2 * {personnes}) AS t (i);

INSERT INTO raw.actions BY NAME
SELECT DATE '2017-12-31' AS photo, 'actions.csv' AS fichier, i AS ligne, 'P' || i AS id_parcours, 'Start Again' AS action, 'Start Again' AS action_saisi,
    'S' || i % 12 AS session, DATE '2017-03-01' AS date_orientation, DATE '2017-03-10' AS date_entree, DATE '2017-04-10' AS date_fin,
    CASE WHEN i % 7 > 0 THEN 'achevée' END AS issue, true AS est_retenue
FROM range(0, {personnes}, 10) AS t (i);

INSERT INTO raw.aides BY NAME
SELECT DATE '2017-12-31' AS photo, 'aides.csv' AS fichier, i AS ligne, 'P' || i AS id_parcours, DATE '2014-07-10' + (i % 1200)::INTEGER AS date_aide,
    'transport' AS nature, 'transport' AS nature_saisi, 'Emploi' AS motif, 'Emploi' AS motif_saisi, i % 200 AS montant_euros, true AS est_retenue
FROM range(0, {personnes}, 20) AS t (i);

INSERT INTO raw.clauses BY NAME
SELECT DATE '2017-12-31' AS photo, 'clauses.csv' AS fichier, i AS ligne, 'X' || i AS id_contrat, 'P' || i AS id_parcours, 'BTP' AS secteur, 'BTP' AS secteur_saisi,
    CASE WHEN i % 7 > 0 THEN 'CDD' END AS type_contrat, 'x' AS type_contrat_saisi, DATE '2017-05-02' AS date_debut, DATE '2017-06-30' AS date_fin,
    50 + i % 500 AS nb_heures, true AS est_retenue
FROM range(0, {personnes}, 10) AS t (i);

INSERT INTO raw.referents BY NAME
SELECT DATE '2017-12-31' AS photo, 'referents.csv' AS fichier, i AS ligne, 'R' || i AS code_referent, 'CREATIV''' AS structure, 1 AS nb_etp, true AS est_retenue
FROM range({personnes} // 70 + 1) AS t (i);
