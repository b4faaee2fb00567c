-- Lignes de l'export « freins » que la charte juge ; une ligne par ligne lue.
-- cle : parcours, famille de frein et date d'évaluation, séparés par « / » ; « #2 », « #3 » pour les suivantes qui seraient pareilles.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de l'évaluation.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    concat_ws('/', coalesce(id_parcours::VARCHAR, '?'), coalesce(famille, famille_saisi, '?'), coalesce(date_evaluation::VARCHAR, '?'))
    || CASE WHEN rang > 1 THEN concat('#', rang) ELSE '' END AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_evaluation AS date_fait,
    est_retenue,
    famille,
    famille_saisi,
    intensite,
    date_evaluation,
    -- La ligne en répète une autre, colonne pour colonne (D01).
    est_repetee
FROM (
    SELECT *, row_number() OVER (PARTITION BY id_parcours, coalesce(famille, famille_saisi), date_evaluation ORDER BY fichier, ligne) AS rang,
        row_number() OVER (PARTITION BY est_retenue, id_parcours, famille, famille_saisi, intensite, date_evaluation ORDER BY fichier, ligne) > 1 AS est_repetee
    FROM raw.freins
)
