-- One dossier per person: followed people, then those whose prescription led to no entry (numbers from 3001 on).
CREATE OR REPLACE TEMP TABLE refus AS
SELECT r, p.prescription, 3000 + p.prescription AS personne,
       'D' || lpad(CAST(numero(r, 3000 + p.prescription) AS VARCHAR), 8, '0') AS id_dossier,
       'O' || lpad(CAST(numero(r, 3000 + p.prescription) AS VARCHAR), 8, '0') AS id_prescription,
       p.prescripteur, p.date_prescription, p.date_decision, p.motif_non_entree, p.orientation_proposee
FROM plan_prescriptions p, copie;

CREATE OR REPLACE TEMP TABLE personne AS
WITH suivie AS (
    SELECT r, personne, any_value(id_dossier) AS id_dossier, arg_max(sexe, parcours) AS sexe, arg_max(tranche_age, parcours) AS tranche_age,
           arg_max(commune, parcours) AS commune, arg_max(quartier, parcours) AS quartier, arg_max(niveau, parcours) AS niveau,
           max(date_entree) AS date_entree, min(date_entree) AS premiere_entree, min(date_prescription) AS date_prescription
    FROM suivi GROUP BY r, personne
), toutes AS (
    SELECT * FROM suivie
    UNION ALL BY NAME
    SELECT r, personne, id_dossier, un_de('sexe', r, personne, ['homme', 'femme']) AS sexe,
           un_de('age', r, personne, ['moins de 26', '26-44', '26-44', '26-44', '26-44', '45-54', '45-54', '55-64']) AS tranche_age,
           lieu.commune, lieu.quartier, un_de('niveau', r, personne, ['VI', 'Vbis', 'V', 'V', '9', '9', 'IV', 'III']) AS niveau,
           coalesce(date_decision, date_prescription) AS date_entree, date_prescription AS premiere_entree, date_prescription
    FROM (SELECT *, un_de('lieu', r, personne, [
            {'commune': 'Dijon', 'quartier': NULL}, {'commune': 'Dijon', 'quartier': NULL}, {'commune': 'Dijon', 'quartier': NULL},
            {'commune': 'Dijon', 'quartier': 'Grésilles'}, {'commune': 'Dijon', 'quartier': 'Fontaine d''Ouche'}, {'commune': 'Chenôve', 'quartier': 'Le Mail'},
            {'commune': 'Quetigny', 'quartier': NULL}, {'commune': 'Talant', 'quartier': 'Belvédère'}, {'commune': 'Longvic', 'quartier': NULL}]) AS lieu FROM refus)
), bornes AS (
    -- Births far enough from the brackets' edges: the bracket is the same from the entry to the photo.
    SELECT *,
           CASE tranche_age WHEN 'moins de 26' THEN DATE '1992-03-01' WHEN '26-44' THEN DATE '1973-03-01' WHEN '45-54' THEN DATE '1963-03-01' ELSE DATE '1953-03-01' END AS au_plus_tot,
           CAST(CASE tranche_age WHEN 'moins de 26' THEN premiere_entree ELSE date_entree END - to_years(CASE tranche_age WHEN 'moins de 26' THEN 18 WHEN '26-44' THEN 26 WHEN '45-54' THEN 45 ELSE 55 END) - INTERVAL 15 DAY AS DATE) AS au_plus_tard
    FROM toutes
), nee AS (
    SELECT *, CAST(au_plus_tot + CAST(floor(tirage('naissance', r, personne) * (au_plus_tard - au_plus_tot)) AS INTEGER) AS DATE) AS jour FROM bornes
)
SELECT * EXCLUDE (au_plus_tot, au_plus_tard, jour, premiere_entree),
       -- Two people of the same sex and commune are not born the same day within a copy.
       CAST(jour - CAST(row_number() OVER (PARTITION BY r, sexe, commune, jour ORDER BY personne) - 1 AS INTEGER) * 2 AS DATE) AS date_naissance
FROM nee;
