-- Lignes de l'export « aides » que la charte juge ; une ligne par ligne lue.
-- cle : parcours, nature de l'aide et date, séparés par « / » ; « #2 », « #3 » pour les suivantes qui seraient pareilles.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de l'aide.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    concat_ws('/', coalesce(id_parcours::VARCHAR, '?'), coalesce(nature, nature_saisi, '?'), coalesce(date_aide::VARCHAR, '?'))
    || CASE WHEN rang > 1 THEN concat('#', rang) ELSE '' END AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_aide AS date_fait,
    est_retenue,
    nature,
    motif,
    motif_saisi,
    montant_euros,
    date_aide,
    -- La ligne en répète une autre, colonne pour colonne (D01).
    est_repetee
FROM (
    SELECT *, row_number() OVER (PARTITION BY id_parcours, coalesce(nature, nature_saisi), date_aide ORDER BY fichier, ligne) AS rang,
        row_number() OVER (PARTITION BY est_retenue, id_parcours, date_aide, nature, nature_saisi, motif, motif_saisi, montant_euros ORDER BY fichier, ligne) > 1 AS est_repetee
    FROM raw.aides
)
