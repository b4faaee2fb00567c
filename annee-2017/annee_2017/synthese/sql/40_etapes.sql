-- Étapes: the plan gives months (or days, when an action fixes them); the days are drawn inside the month and the parcours.
CREATE OR REPLACE TEMP TABLE etape AS
WITH debut AS (
    SELECT s.r, e.etape, e.parcours, s.id_parcours, e.operation, e.mois_debut, e.mois_fin, e.est_preuve, e.date_debut AS debut_fixe, e.date_fin AS fin_fixe, s.date_entree, s.date_sortie,
           greatest(e.mois_debut, s.date_entree) AS bas, least(last_day(e.mois_debut), coalesce(s.date_sortie, DATE '9999-12-31')) AS haut
    FROM plan_etapes e
    JOIN suivi s ON s.parcours = e.parcours
), place AS (
    SELECT *,
           CAST(CASE WHEN debut_fixe IS NOT NULL THEN greatest(debut_fixe, date_entree)
                     WHEN est_preuve AND haut - bas > 4 THEN bas + entre('debut', r, etape, 0, 4)
                     ELSE bas + CAST(floor(tirage('debut', r, etape) * (haut - bas + 1)) AS INTEGER) END AS DATE) AS date_debut
    FROM debut
), fin AS (
    SELECT *, greatest(mois_fin, date_debut) AS bas_fin, least(last_day(mois_fin), coalesce(date_sortie, DATE '9999-12-31')) AS haut_fin FROM place
)
SELECT r, etape, parcours, id_parcours, operation, date_debut,
       CASE WHEN fin_fixe IS NOT NULL THEN least(fin_fixe, coalesce(date_sortie, fin_fixe))
            WHEN mois_fin IS NULL AND mois_debut >= DATE '2017-01-01' AND operation IN ('Contrat long (CDI / CDD +6 mois)', 'Mission intérim', 'Création ou reprise activité', 'VAE') THEN NULL
            WHEN mois_fin IS NULL THEN DATE '2018-01-08' + entre('fin', r, etape, 0, 150)
            WHEN est_preuve AND last_day(mois_fin) = last_day(date_sortie) THEN date_sortie
            WHEN est_preuve THEN greatest(date_debut, haut_fin - entre('fin', r, etape, 0, 2))
            ELSE bas_fin + CAST(floor(tirage('fin', r, etape) * (haut_fin - bas_fin + 1)) AS INTEGER) END::DATE AS date_fin,
       CASE WHEN operation LIKE 'Contrat long%' THEN un_de('heures', r, etape, [20, 24, 28, 30, 35, 35])
            WHEN operation = 'Mission intérim' THEN un_de('heures', r, etape, [28, 35, 35])
            WHEN operation LIKE 'CDD Court%' THEN un_de('heures', r, etape, [15, 20, 24, 30, 35])
            WHEN operation LIKE 'Clauses%' OR operation LIKE 'Contrat de prof%' THEN 35
            WHEN operation = 'CDDI' OR operation LIKE '%chantier%' OR operation LIKE 'Chantier%' THEN un_de('heures', r, etape, [24, 26])
            WHEN operation LIKE 'CAE%' OR operation LIKE 'Autre - Emploi%' THEN un_de('heures', r, etape, [20, 24, 26, 35])
            WHEN operation LIKE 'Formation qualifiante%' THEN 35 END::DOUBLE AS nb_heures_hebdo,
       operation LIKE 'Clauses%' AS est_clause
FROM fin;
