-- K02 : une date de saisie n'est ni plus de saisie_anticipee_jours jours avant le fait, ni après la photo.
-- Les dates d'un parcours qui ne se tiennent pas relèvent de C02.
-- nom_table : table de la ligne (la règle de chaque suite ne prend que les siennes).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH fait AS (
    SELECT 'participant' AS nom_table, cle, 'fiche' AS quoi, NULL::DATE AS date_fait, date_saisie
    FROM curated.charte_lignes_participant
    WHERE est_retenue AND date_saisie > la_photo()
    UNION ALL
    SELECT 'prescription', cle, 'prescription', date_prescription, date_saisie
    FROM curated.charte_lignes_prescription
    WHERE
        est_retenue
        AND (date_saisie > la_photo() OR date_saisie < date_prescription - seuil('saisie_anticipee_jours')::INTEGER)
    UNION ALL
    SELECT 'parcours', l.cle, 'entrée', l.date_entree, l.date_saisie_entree
    FROM curated.charte_lignes_parcours AS l
    SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
    WHERE
        est_retenue
        AND (
            date_saisie_entree > la_photo()
            OR date_saisie_entree < date_entree - seuil('saisie_anticipee_jours')::INTEGER
        )
    UNION ALL
    SELECT 'parcours', l.cle, 'sortie', l.date_sortie, l.date_saisie_sortie
    FROM curated.charte_lignes_parcours AS l
    SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
    WHERE
        est_retenue
        AND (
            date_saisie_sortie > la_photo()
            OR date_saisie_sortie < date_sortie - seuil('saisie_anticipee_jours')::INTEGER
        )
    UNION ALL
    SELECT 'etape', cle, 'étape', date_debut, date_saisie
    FROM curated.charte_lignes_etape
    WHERE est_retenue AND (date_saisie > la_photo() OR date_saisie < date_debut - seuil('saisie_anticipee_jours')::INTEGER)
    UNION ALL
    SELECT 'entretien', cle, 'entretien', date_entretien, date_saisie
    FROM curated.charte_lignes_entretien
    WHERE est_retenue AND (date_saisie > la_photo() OR date_saisie < date_entretien - seuil('saisie_anticipee_jours')::INTEGER)
)

SELECT
    nom_table,
    cle,
    concat(quoi, coalesce(' du ' || jour(date_fait), ''), ' saisie le ', jour(date_saisie)) AS valeur,
    concat(
        'une saisie au plus ', seuil('saisie_anticipee_jours'), ' jours avant le fait, et pas après la photo du ', jour(la_photo())
    ) AS attendu
FROM fait
