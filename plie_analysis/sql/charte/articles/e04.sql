-- E04 : un parcours ouvert depuis plus de sans_etape_mois mois, sans étape en cours pendant ces derniers mois.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH borne AS (
    SELECT (la_photo() - to_months(seuil('sans_etape_mois')))::DATE AS depuis
),

derniere AS (
    SELECT id_parcours, max(least(coalesce(date_fin, la_photo()), la_photo())) AS fin
    FROM raw.etapes
    WHERE est_retenue AND date_debut <= la_photo()
    GROUP BY id_parcours
)

SELECT
    p.id_parcours AS cle,
    coalesce('dernière étape finie le ' || jour(d.fin), concat('aucune étape depuis l’entrée du ', jour(p.date_entree))) AS valeur,
    concat('une étape en cours dans les ', seuil('sans_etape_mois'), ' derniers mois') AS attendu
FROM curated.charte_parcours_coherent AS p
LEFT JOIN derniere AS d ON d.id_parcours = p.id_parcours
WHERE
    p.est_ouvert
    AND p.date_entree <= (SELECT depuis FROM borne)
    AND coalesce(d.fin, DATE '0001-01-01') < (SELECT depuis FROM borne)
