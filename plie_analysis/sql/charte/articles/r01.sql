-- R01 : un parcours ouvert, hors veille, a eu un entretien dans les entretien_max_mois derniers mois.
-- Le téléphone compte quand une étape est en cours. Le délai court depuis l'entrée, le dernier entretien ou la fin de la dernière veille.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH entretien AS (
    SELECT id_parcours, max(date_entretien) AS dernier
    FROM curated.charte_entretien_compte
    WHERE date_entretien <= la_photo()
    GROUP BY id_parcours
),

veille AS (
    SELECT id_parcours, max(coalesce(date_fin, DATE '9999-12-31')) AS fin
    FROM raw.veilles
    WHERE est_retenue AND date_debut <= la_photo()
    GROUP BY id_parcours
),

depuis AS (
    SELECT
        p.id_parcours,
        e.dernier,
        greatest(p.date_entree, coalesce(e.dernier, p.date_entree), coalesce(v.fin, p.date_entree)) AS debut
    FROM curated.charte_parcours_coherent AS p
    LEFT JOIN entretien AS e ON e.id_parcours = p.id_parcours
    LEFT JOIN veille AS v ON v.id_parcours = p.id_parcours
    WHERE p.est_ouvert
)

SELECT
    id_parcours AS cle,
    coalesce('dernier entretien le ' || jour(dernier), 'aucun entretien') AS valeur,
    concat('pas plus de ', seuil('entretien_max_mois'), ' mois sans entretien') AS attendu
FROM depuis
WHERE debut < (la_photo() - to_months(seuil('entretien_max_mois')))::DATE
