-- R05 : un suivi dans chacun des suivi_emploi_mois mois qui suivent le début d'une étape d'emploi.
-- Ne sont jugées que les embauches dont la période de suivi court encore, mois par mois écoulés, jusqu'à la fin de l'étape ou la sortie.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH embauche AS (
    SELECT
        l.cle,
        l.id_parcours,
        l.date_debut,
        least(coalesce(l.date_fin, la_photo()), coalesce(p.date_sortie, la_photo()), la_photo()) AS jusqu_au
    FROM curated.charte_lignes_etape AS l
    JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
    SEMI JOIN ref.operation AS o ON o.code = l.operation AND o.classe = 'emploi'
    WHERE
        l.est_retenue
        AND l.date_debut <= la_photo()
        AND l.date_debut + to_months(seuil('suivi_emploi_mois')) > la_photo()
),

attendu AS (
    SELECT
        e.cle,
        e.id_parcours,
        m.mois,
        (e.date_debut + to_months(m.mois - 1))::DATE AS du,
        (e.date_debut + to_months(m.mois))::DATE AS au
    FROM embauche AS e
    CROSS JOIN (SELECT unnest(range(1, 1 + seuil('suivi_emploi_mois')))::INTEGER AS mois) AS m
    WHERE (e.date_debut + to_months(m.mois))::DATE <= e.jusqu_au
),

manquant AS (
    SELECT a.cle, a.mois
    FROM attendu AS a
    ANTI JOIN raw.entretiens AS r
        ON r.id_parcours = a.id_parcours
        AND r.est_retenue
        AND r.date_entretien BETWEEN a.du AND a.au
)

SELECT
    cle,
    concat('sans suivi au mois ', string_agg(mois, ', ' ORDER BY mois), ' après l’embauche') AS valeur,
    concat('un suivi dans chacun des ', seuil('suivi_emploi_mois'), ' mois qui suivent l’embauche') AS attendu
FROM manquant
GROUP BY cle
