-- Les sorties de la période et ce qui était en cours ce jour-là, pour les lire de plusieurs façons.
--
-- Paramètres : $photo ; $du et $au (sorties, bornes comprises) ; $connu_au (ce qui a été saisi après n'existe pas).
-- Une ligne par sortie et par étape en cours le jour de la sortie, bornes comprises ; une ligne sans étape quand il n'y en a aucune :
-- id_parcours, motif_sortie, nature_sortie, est_hors_ave, est_tenue, cas (type de contrat, ou « formation qualifiante »), date_debut, date_fin.

WITH sortie AS (
    SELECT
        s.id_parcours,
        s.date_sortie,
        s.motif_sortie,
        s.nature_sortie,
        s.est_hors_ave,
        s.est_tenue AND coalesce(s.tenue_connue_le <= $connu_au, true) AS est_tenue
    FROM large.sortie AS s
    WHERE
        s.photo = $photo
        AND s.date_sortie BETWEEN $du AND $au
        AND coalesce(s.connue_le <= $connu_au, true)
),

en_cours AS (
    SELECT
        e.id_parcours,
        e.date_debut,
        e.date_fin,
        CASE WHEN e.est_formation_qualifiante THEN 'formation qualifiante' ELSE operation.type_contrat END AS cas
    FROM curated.etape AS e
    JOIN sortie AS s ON s.id_parcours = e.id_parcours
    JOIN ref.operation AS operation ON operation.code = e.operation
    WHERE
        e.photo = $photo
        AND coalesce(e.connue_le <= $connu_au, true)
        AND e.date_debut <= s.date_sortie
        AND coalesce(e.date_fin >= s.date_sortie, true)
)

SELECT
    s.id_parcours,
    s.motif_sortie,
    s.nature_sortie,
    s.est_hors_ave,
    s.est_tenue,
    e.cas,
    e.date_debut,
    e.date_fin
FROM sortie AS s
LEFT JOIN en_cours AS e ON e.id_parcours = s.id_parcours
ORDER BY ALL
