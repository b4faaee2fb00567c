-- What changed between two photos, one row per parcours or dossier concerned: nature, id_dossier, and for a correction what was corrected.
WITH avant AS (FROM curated.parcours WHERE photo = $avant), apres AS (FROM curated.parcours WHERE photo = $apres)
SELECT 'entree' AS nature, apres.id_dossier, NULL AS champ
FROM apres ANTI JOIN avant USING (id_parcours)
UNION ALL
SELECT 'sortie', apres.id_dossier, NULL
FROM apres LEFT JOIN avant USING (id_parcours)
WHERE apres.date_sortie IS NOT NULL AND avant.date_sortie IS NULL
UNION ALL
SELECT 'disparition', avant.id_dossier, NULL
FROM avant ANTI JOIN apres USING (id_parcours)
UNION ALL
SELECT 'correction', id_dossier, unnest(list_filter([
    CASE WHEN avant.date_entree IS DISTINCT FROM apres.date_entree THEN 'date d’entrée' END,
    CASE WHEN avant.date_sortie IS NOT NULL AND avant.date_sortie IS DISTINCT FROM apres.date_sortie THEN 'date de sortie' END,
    CASE WHEN avant.date_sortie IS NOT NULL AND avant.motif_sortie IS DISTINCT FROM apres.motif_sortie THEN 'motif de sortie' END,
    CASE WHEN avant.id_dossier IS DISTINCT FROM apres.id_dossier THEN 'dossier du parcours' END
], x -> x IS NOT NULL))
FROM (
    SELECT apres.id_dossier, avant, apres FROM avant JOIN apres USING (id_parcours)
)
UNION ALL
SELECT 'correction', id_dossier, unnest(list_filter([
    CASE WHEN avant.sexe IS DISTINCT FROM apres.sexe THEN 'civilité' END,
    CASE WHEN avant.date_naissance IS DISTINCT FROM apres.date_naissance THEN 'date de naissance' END,
    CASE WHEN avant.commune IS DISTINCT FROM apres.commune THEN 'commune' END,
    CASE WHEN avant.quartier IS DISTINCT FROM apres.quartier THEN 'quartier' END,
    CASE WHEN avant.niveau IS DISTINCT FROM apres.niveau THEN 'niveau de formation' END
], x -> x IS NOT NULL))
FROM (
    SELECT id_dossier, avant, apres
    FROM (FROM curated.participant WHERE photo = $avant) AS avant
    JOIN (FROM curated.participant WHERE photo = $apres) AS apres USING (id_dossier)
)
ORDER BY ALL
