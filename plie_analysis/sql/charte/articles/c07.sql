-- C07 : l'entrée est précédée d'une prescription de la même personne ; la préaffectation dure de 0 à preaffectation_max_jours jours.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    CASE
        WHEN l.id_prescription IS NULL THEN 'aucune prescription'
        WHEN p.id_prescription IS NULL THEN concat('prescription ', l.id_prescription, ' inconnue pour cette personne')
        ELSE concat(l.date_entree - p.date_prescription, ' jours entre la prescription du ', jour(p.date_prescription), ' et l’entrée')
    END AS valeur,
    concat('une prescription, de 0 à ', seuil('preaffectation_max_jours'), ' jours avant l’entrée') AS attendu
FROM curated.charte_lignes_parcours AS l
LEFT JOIN raw.prescriptions AS p
    ON p.id_prescription = l.id_prescription
    AND p.id_dossier = l.id_dossier
    AND p.est_retenue
WHERE
    l.est_retenue
    AND (
        p.id_prescription IS NULL
        OR l.date_entree - p.date_prescription NOT BETWEEN 0 AND seuil('preaffectation_max_jours')
    )
