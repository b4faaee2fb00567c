-- Lignes de l'export « actions » que la charte juge ; une ligne par ligne lue.
-- cle : parcours, action et session, séparés par « / » ; « #2 », « #3 » pour les suivantes qui seraient pareilles.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : celle de l'orientation, sinon de l'entrée.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    concat_ws('/', coalesce(id_parcours::VARCHAR, '?'), coalesce(action, action_saisi, '?'), coalesce(session::VARCHAR, '?'))
    || CASE WHEN rang > 1 THEN concat('#', rang) ELSE '' END AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours AS id_parcours,
    NULL::VARCHAR AS code_referent,
    coalesce(date_orientation, date_entree) AS date_fait,
    est_retenue,
    action,
    session,
    coalesce(action, action_saisi),
    date_orientation,
    date_entree,
    date_fin,
    issue,
    issue_saisi,
    -- L'action est finie : elle a une date de fin, passée à la date de la photo.
    coalesce(date_fin <= la_photo(), false) AS est_finie,
    -- La ligne en répète une autre, colonne pour colonne (D01).
    est_repetee
FROM (
    SELECT *, row_number() OVER (PARTITION BY id_parcours, coalesce(action, action_saisi), session ORDER BY fichier, ligne) AS rang,
        row_number() OVER (PARTITION BY est_retenue, id_parcours, action, action_saisi, session, date_orientation, date_entree, date_fin, issue, issue_saisi ORDER BY fichier, ligne) > 1 AS est_repetee
    FROM raw.actions
)
