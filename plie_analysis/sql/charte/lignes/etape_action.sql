-- Lignes de l'export « etapes_action » que la charte juge ; une ligne par ligne lue.
-- cle : parcours, action, nature, objet et date, séparés par « / » ; « #2 », « #3 » pour les suivantes qui seraient pareilles.
-- id_dossier, id_parcours, code_referent : à qui la ligne se rattache ; vides quand elle ne le dit pas elle-même.
-- date_fait : date du fait, pour le score par mois : la sienne.
-- est_retenue : faux pour une ligne en double, sans clé ou rattachée à rien (seuls P01, C01 et E01 la jugent).

SELECT
    concat_ws(
        '/', coalesce(id_parcours::VARCHAR, '?'), coalesce(action, action_saisi, '?'), coalesce(nature, nature_saisi, '?'),
        coalesce(objet, objet_saisi, '?'), coalesce(date_etape_action::VARCHAR, '?')
    )
    || CASE WHEN rang > 1 THEN concat('#', rang) ELSE '' END AS cle,
    NULL::VARCHAR AS id_dossier,
    id_parcours AS id_parcours,
    NULL::VARCHAR AS code_referent,
    date_etape_action AS date_fait,
    est_retenue,
    action,
    action_saisi,
    session,
    nature,
    nature_saisi,
    objet,
    objet_saisi,
    resultat,
    resultat_saisi,
    date_etape_action,
    date_saisie,
    -- La ligne en répète une autre, colonne pour colonne (D01).
    est_repetee
FROM (
    SELECT *,
        row_number() OVER (
            PARTITION BY id_parcours, coalesce(action, action_saisi), coalesce(nature, nature_saisi), coalesce(objet, objet_saisi), date_etape_action
            ORDER BY fichier, ligne
        ) AS rang,
        row_number() OVER (
            PARTITION BY
                est_retenue, id_parcours, action, action_saisi, session, nature, nature_saisi, objet, objet_saisi,
                resultat, resultat_saisi, date_etape_action, date_saisie
            ORDER BY fichier, ligne
        ) > 1 AS est_repetee
    FROM raw.etapes_action
)
