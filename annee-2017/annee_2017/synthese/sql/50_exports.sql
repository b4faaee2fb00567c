-- The tables of the contract, one per export, canonical columns, before they are written to files.
CREATE OR REPLACE TABLE participants AS
SELECT id_dossier, CASE sexe WHEN 'femme' THEN 'Mme' ELSE 'M.' END AS civilite, date_naissance,
       CASE commune WHEN 'Dijon' THEN '21000' WHEN 'Chenôve' THEN '21300' WHEN 'Talant' THEN '21240' WHEN 'Longvic' THEN '21600' WHEN 'Ouges' THEN '21600'
                    WHEN 'Fontaine-lès-Dijon' THEN '21121' WHEN 'Saint-Apollinaire' THEN '21850' WHEN 'Marsannay-la-Côte' THEN '21160' WHEN 'Plombières-lès-Dijon' THEN '21370' ELSE '21800' END AS code_postal,
       commune, quartier, niveau, tirage('rqth', r, personne) < 0.08 AS est_rqth,
       CAST(least(date_prescription + entre('saisie dossier', r, personne, 0, 4), last_day(date_prescription)) AS DATE) AS date_saisie
FROM personne ORDER BY id_dossier;

CREATE OR REPLACE TABLE prescriptions AS
SELECT * FROM (
    SELECT id_prescription, id_dossier, prescripteur, date_prescription,
           CAST(date_prescription + CAST(floor((date_entree - date_prescription) * (0.3 + 0.5 * tirage('rdv', r, parcours))) AS INTEGER) AS DATE) AS date_premier_rdv,
           'entrée' AS decision, date_entree AS date_decision, CAST(NULL AS VARCHAR) AS motif_non_entree, CAST(NULL AS VARCHAR) AS orientation_proposee,
           CAST(least(date_prescription + entre('saisie prescription', r, parcours, 0, 4), last_day(date_prescription)) AS DATE) AS date_saisie
    FROM suivi
    UNION ALL BY NAME
    SELECT id_prescription, id_dossier, prescripteur, date_prescription,
           CAST(date_prescription + CAST(floor((date_decision - date_prescription) * (0.3 + 0.5 * tirage('rdv', r, personne))) AS INTEGER) AS DATE) AS date_premier_rdv,
           CASE WHEN date_decision IS NULL THEN 'en attente' ELSE 'non-entrée' END AS decision, date_decision, motif_non_entree, orientation_proposee,
           CAST(least(date_prescription + entre('saisie prescription', r, personne, 0, 4), last_day(date_prescription)) AS DATE) AS date_saisie
    FROM refus
) ORDER BY id_prescription;

CREATE OR REPLACE TABLE parcours AS
SELECT id_parcours, id_dossier, id_prescription, code_referent, date_entree,
       CASE WHEN rsa THEN 'Bénéficiaire de minima sociaux' ELSE un_de('critere', r, parcours, ['Sans activité depuis plus d''un an', 'Sans activité depuis plus d''un an', 'Qualification insuffisante']) END AS critere_marche,
       un_de('personnel', r, parcours, ['Situation familiale complexe', 'Mobilité ou logement', 'Mobilité ou logement', 'Santé ou handicap', 'Mandat de justice']) AS critere_personnel,
       entre('sans activite', r, parcours, 12, 60) AS nb_mois_sans_activite, date_sortie, motif_sortie,
       CASE WHEN mois_saisie_entree IS NOT NULL THEN mois_saisie_entree + entre('saisie entree', r, parcours, 0, 4)
            ELSE least(date_entree + entre('saisie entree', r, parcours, 0, 5), last_day(date_entree)) END::DATE AS date_saisie_entree,
       CASE WHEN date_sortie IS NULL THEN NULL WHEN mois_saisie_sortie IS NOT NULL THEN mois_saisie_sortie + entre('saisie sortie', r, parcours, 0, 4)
            ELSE least(date_sortie + entre('saisie sortie', r, parcours, 0, 5), last_day(date_sortie)) END::DATE AS date_saisie_sortie
FROM suivi JOIN affectation USING (r, parcours) ORDER BY id_parcours;

CREATE OR REPLACE TABLE etapes AS
SELECT 'E' || lpad(CAST(r * 10007 + etape AS VARCHAR), 8, '0') AS id_etape, id_parcours, operation, date_debut, date_fin, nb_heures_hebdo, CAST(NULL AS VARCHAR) AS organisme, est_clause,
       CAST(least(date_debut + entre('saisie etape', r, etape, 0, 5), last_day(date_debut)) AS DATE) AS date_saisie
FROM etape ORDER BY id_etape;

-- Meetings from 1 January 2017 on: every four weeks from the entry, by telephone now and then when an étape is in progress.
-- Before that date, only the points d'étape of the parcours still open then.
CREATE OR REPLACE TABLE entretiens AS
WITH rencontre AS (
    SELECT r, parcours, id_parcours, k, CAST(date_entree + 28 * CAST(k AS INTEGER) AS DATE) AS date_entretien,
           list_bool_or([abs(date_entree + 28 * CAST(k AS INTEGER) - CAST(date_entree + to_months(5 * i) AS DATE)) <= 14 FOR i IN range(1, 12)]) AS est_point
    FROM suivi, range(0, 80) AS t(k)
    WHERE coalesce(date_sortie, DATE '9999-12-31') >= DATE '2017-01-01'
      AND date_entree + 28 * CAST(k AS INTEGER) <= least(coalesce(date_sortie, getvariable('photo')), CAST(getvariable('photo') AS DATE) - 3)
), telephone AS (
    SELECT DISTINCT c.r, c.parcours, c.k
    FROM rencontre c JOIN etape e ON e.r = c.r AND e.parcours = c.parcours AND e.date_debut <= c.date_entretien AND coalesce(e.date_fin, DATE '9999-12-31') >= c.date_entretien
    WHERE tirage('modalite', c.r, c.parcours * 100 + c.k) < 0.5
), contexte AS (
    SELECT c.*, t.k IS NOT NULL AS au_telephone FROM rencontre c LEFT JOIN telephone t USING (r, parcours, k)
    WHERE c.date_entretien >= DATE '2017-01-01' OR c.est_point
)
SELECT 'R' || lpad(CAST(r * 10007 * 100 + parcours * 100 + k AS VARCHAR), 10, '0') AS id_entretien, id_parcours, date_entretien,
       CASE WHEN au_telephone AND NOT est_point THEN 'téléphone' ELSE 'physique' END AS modalite,
       CASE WHEN au_telephone AND NOT est_point THEN entre('duree', r, parcours * 100 + k, 5, 20) ELSE 5 * entre('duree', r, parcours * 100 + k, 5, 14) END AS duree_minutes,
       NOT (au_telephone AND NOT est_point) AS est_emarge, est_point AS est_point_etape,
       CAST(date_entretien + entre('saisie entretien', r, parcours * 100 + k, 0, 3) AS DATE) AS date_saisie
FROM contexte ORDER BY id_entretien;

-- Resources: held from before the first entry; RSA at the reference date as the plan says, sometimes RSA at entry and not after.
CREATE OR REPLACE TABLE situations AS
WITH un AS (
    SELECT r, personne, any_value(id_dossier) AS id_dossier, min(date_entree) AS entree, max(date_entree) AS derniere, arg_max(rsa, parcours) AS rsa,
           arg_max(coalesce(date_sortie, DATE '2017-12-31'), date_entree) AS fin
    FROM suivi GROUP BY r, personne
), genre AS (
    SELECT *, CAST(entree - entre('depuis', r, personne, 60, 1100) AS DATE) AS debut, NOT rsa AND fin - derniere > 150 AND tirage('quitte', r, personne) < 0.2 AS a_quitte,
           CAST(derniere + entre('quitte le', r, personne, 60, 100) AS DATE) AS bascule
    FROM un
)
SELECT id_dossier, 'RSA' AS situation, debut AS date_debut, CASE WHEN a_quitte THEN bascule END AS date_fin FROM genre WHERE rsa OR a_quitte
UNION ALL BY NAME
SELECT id_dossier, un_de('salaire', r, personne, ['salaire', 'salaire', 'ARE', 'formation rémunérée']) AS situation, CAST(bascule + 1 AS DATE) AS date_debut, CAST(NULL AS DATE) AS date_fin FROM genre WHERE a_quitte
UNION ALL BY NAME
SELECT id_dossier, un_de('ressource', r, personne, ['ARE', 'ARE', 'ASS', 'AAH', 'sans ressources', 'sans ressources', 'autre']) AS situation, debut AS date_debut, CAST(NULL AS DATE) AS date_fin FROM genre WHERE NOT rsa AND NOT a_quitte
ORDER BY id_dossier, date_debut;

CREATE OR REPLACE TABLE veilles AS
SELECT s.id_parcours, v.date_debut, v.date_fin, v.motif FROM plan_veilles v JOIN suivi s USING (parcours) ORDER BY s.id_parcours, v.date_debut;

CREATE OR REPLACE TABLE referents AS
SELECT code_referent || CASE WHEN r = 0 THEN '' ELSE '-' || r END AS code_referent, structure, nb_etp, date_debut, date_fin FROM plan_referents, copie ORDER BY code_referent, date_debut;

CREATE OR REPLACE TABLE freins AS
SELECT id_parcours, famille, CASE WHEN intensite = 0 THEN 1 ELSE intensite END AS intensite,
       CAST(least(date_entree + entre('evaluation', r, parcours, 0, 21), coalesce(date_sortie, DATE '9999-12-31')) AS DATE) AS date_evaluation
FROM (
    SELECT s.*, f.famille, f.rang, entre('intensite ' || f.famille, r, parcours, 0, 3) AS intensite
    FROM suivi s, (SELECT unnest(['mobilité', 'qualification', 'confiance en soi', 'santé', 'langue', 'numérique', 'garde d''enfants', 'logement', 'compétences de base', 'finances', 'justice', 'situation administrative']) AS famille,
                          unnest([0.45, 0.45, 0.40, 0.25, 0.28, 0.22, 0.22, 0.15, 0.20, 0.12, 0.03, 0.03]) AS part, unnest(range(12)) AS rang) f
    WHERE tirage('frein ' || f.famille, r, parcours) < f.part OR f.rang = entre('frein au moins', r, parcours, 0, 2)
) ORDER BY id_parcours, rang;

CREATE OR REPLACE TABLE actions AS
SELECT s.id_parcours, a.action, a.session, a.date_orientation, a.date_entree AS date_entree, a.date_fin, a.issue
FROM plan_actions a JOIN suivi s USING (parcours) ORDER BY s.id_parcours, a.date_orientation, a.action, a.session;

CREATE OR REPLACE TABLE etapes_action AS
SELECT s.id_parcours, a.action, a.session, a.nature, a.objet, a.resultat, a.date_etape_action,
       CAST(least(a.date_etape_action + entre('saisie etape action ' || a.nature, s.r, s.parcours, 0, 5), last_day(a.date_etape_action)) AS DATE) AS date_saisie
FROM plan_etapes_action a JOIN suivi s USING (parcours)
ORDER BY s.id_parcours, a.date_etape_action, a.action, a.session, a.nature, a.objet, a.resultat;

CREATE OR REPLACE TABLE aides AS
SELECT s.id_parcours, a.date_aide, a.nature, a.motif, CAST(a.montant_euros AS DOUBLE) AS montant_euros FROM plan_aides a JOIN suivi s USING (parcours) ORDER BY s.id_parcours, a.date_aide, a.montant_euros;

CREATE OR REPLACE TABLE clauses AS
SELECT 'C' || lpad(CAST(c.r * 10007 + c.contrat AS VARCHAR), 8, '0') AS id_contrat, s.id_parcours, c.prescripteur, c.secteur, c.type_contrat, c.date_orientation, c.est_valide, c.date_debut, c.date_fin, c.nb_heures
FROM (SELECT * FROM plan_clauses, copie) c LEFT JOIN suivi s ON s.r = c.r AND s.parcours = c.parcours ORDER BY id_contrat;
