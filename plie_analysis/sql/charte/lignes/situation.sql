-- Lignes de l'export « situations » que la charte juge ; une ligne par ligne lue.
-- cle : dossier, situation et date de début, séparés par « / » ; « #2 », « #3 » pour les suivantes qui seraient pareilles.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle du début.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    concat_ws('/', coalesce(id_dossier::VARCHAR, '?'), coalesce(situation, situation_saisi, '?'), coalesce(date_debut::VARCHAR, '?'))
    || CASE WHEN rang > 1 THEN concat('#', rang) ELSE '' END AS cle,
    id_dossier AS id_dossier,
    NULL::VARCHAR AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_debut AS date_fait,
    est_retenue,
    situation,
    coalesce(situation, situation_saisi),
    date_debut,
    date_fin,
    -- La ligne en répète une autre, colonne pour colonne (D01).
    est_repetee
FROM (
    SELECT *, row_number() OVER (PARTITION BY id_dossier, coalesce(situation, situation_saisi), date_debut ORDER BY fichier, ligne) AS rang,
        row_number() OVER (PARTITION BY est_retenue, id_dossier, situation, situation_saisi, date_debut, date_fin ORDER BY fichier, ligne) > 1 AS est_repetee
    FROM raw.situations
)
