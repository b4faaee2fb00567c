SELECT
    id,
    any_value(jours_suivis) AS jours,
    sum(jours)::BIGINT AS jours_sans_etape,
    sum(jours) / {jours_par_mois} AS mois_sans_etape
FROM {source}
GROUP BY id
ORDER BY id
