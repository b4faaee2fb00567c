-- T02 : par ETP, la file active atteint file_active_par_etp à la date de la photo, et les entrées des douze derniers mois
-- entrees_par_etp. Les ETP de l'année sont pesés par les jours de présence. C'est du pilotage, pas une faute.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH annee AS (
    SELECT (la_photo() - to_months(12) + INTERVAL 1 DAY)::DATE AS du
),

etp AS (
    SELECT
        code_referent,
        coalesce(sum(nb_etp) FILTER (
            WHERE la_photo() BETWEEN coalesce(date_debut, DATE '0001-01-01') AND coalesce(date_fin, DATE '9999-12-31')
        ), 0) AS a_la_photo,
        sum(
            nb_etp * greatest(
                0,
                least(coalesce(date_fin, la_photo()), la_photo())
                - greatest(coalesce(date_debut, (SELECT du FROM annee)), (SELECT du FROM annee)) + 1
            ) / (la_photo() - (SELECT du FROM annee) + 1)
        ) AS sur_l_annee
    FROM raw.referents
    WHERE est_retenue
    GROUP BY code_referent
),

activite AS (
    SELECT
        code_referent,
        count(*) FILTER (WHERE est_ouvert) AS file_active,
        count(*) FILTER (WHERE date_entree >= (SELECT du FROM annee)) AS entrees
    FROM curated.charte_parcours_coherent
    GROUP BY code_referent
),

bilan AS (
    SELECT
        e.code_referent AS cle,
        coalesce(a.file_active, 0) AS file_active,
        coalesce(a.entrees, 0) AS entrees,
        e.a_la_photo * seuil('file_active_par_etp') AS objectif_file_active,
        e.sur_l_annee * seuil('entrees_par_etp') AS objectif_entrees
    FROM etp AS e
    LEFT JOIN activite AS a ON a.code_referent = e.code_referent
)

SELECT
    cle,
    concat(file_active, ' parcours en file active, ', entrees, ' entrées en douze mois') AS valeur,
    concat(
        replace(format('{:.0f}', objectif_file_active), '.', ','), ' en file active, ',
        replace(format('{:.0f}', objectif_entrees), '.', ','), ' entrées, pour ses ETP'
    ) AS attendu
FROM bilan
WHERE file_active < objectif_file_active OR entrees < objectif_entrees
