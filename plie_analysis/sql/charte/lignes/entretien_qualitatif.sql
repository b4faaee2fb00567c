-- Lignes de l'export « entretiens_qualitatifs » que la charte juge ; une ligne par ligne lue.
-- cle : parcours, thème et date, séparés par « / » ; « #2 », « #3 » pour les suivantes qui seraient pareilles.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : la sienne.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    concat_ws('/', coalesce(id_parcours::VARCHAR, '?'), coalesce(theme, theme_saisi, '?'), coalesce(date_entretien_qualitatif::VARCHAR, '?'))
    || CASE WHEN rang > 1 THEN concat('#', rang) ELSE '' END AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_entretien_qualitatif AS date_fait,
    est_retenue,
    theme,
    theme_saisi,
    interlocuteur,
    interlocuteur_saisi,
    date_entretien_qualitatif,
    date_saisie,
    -- La ligne en répète une autre, colonne pour colonne (D01).
    est_repetee
FROM (
    SELECT *,
        row_number() OVER (
            PARTITION BY id_parcours, coalesce(theme, theme_saisi), date_entretien_qualitatif
            ORDER BY fichier, ligne
        ) AS rang,
        row_number() OVER (
            PARTITION BY
                est_retenue, id_parcours, date_entretien_qualitatif, theme, theme_saisi, interlocuteur, interlocuteur_saisi, date_saisie
            ORDER BY fichier, ligne
        ) > 1 AS est_repetee
    FROM raw.entretiens_qualitatifs
)
