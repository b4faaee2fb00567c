-- R04 : un point d'étape tous les point_etape_pas_mois mois de parcours, jusqu'à point_etape_dernier_mois, à point_etape_tolerance_mois mois près.
-- Ne sont jugés que les parcours ouverts et les termes dont le délai est passé.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH terme AS (
    SELECT
        p.id_parcours,
        t.mois,
        (p.date_entree + to_months(t.mois - seuil('point_etape_tolerance_mois')))::DATE AS du,
        (p.date_entree + to_months(t.mois + seuil('point_etape_tolerance_mois')))::DATE AS au
    FROM curated.charte_parcours_coherent AS p
    CROSS JOIN (SELECT unnest(range(seuil('point_etape_pas_mois'), seuil('point_etape_dernier_mois') + 1, seuil('point_etape_pas_mois')))::INTEGER AS mois) AS t
    WHERE p.est_ouvert AND (p.date_entree + to_months(t.mois + seuil('point_etape_tolerance_mois')))::DATE < la_photo()
),

manquant AS (
    SELECT t.id_parcours, t.mois
    FROM terme AS t
    ANTI JOIN raw.entretiens AS e
        ON e.id_parcours = t.id_parcours
        AND e.est_retenue
        AND e.est_point_etape
        AND e.date_entretien BETWEEN t.du AND t.au
)

SELECT
    id_parcours AS cle,
    concat('sans point d’étape à ', string_agg(mois, ', ' ORDER BY mois), ' mois') AS valeur,
    concat('un point d’étape tous les ', seuil('point_etape_pas_mois'), ' mois, à ', seuil('point_etape_tolerance_mois'), ' mois près') AS attendu
FROM manquant
GROUP BY id_parcours
