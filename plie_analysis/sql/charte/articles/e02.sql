-- E02 : l'étape tient dans son parcours : elle ne commence pas avant l'entrée, ni après la sortie, et ne finit pas après elle.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat(
        'étape du ', jour(l.date_debut), coalesce(' au ' || jour(l.date_fin), ''),
        ', parcours du ', jour(p.date_entree), coalesce(' au ' || jour(p.date_sortie), '')
    ) AS valeur,
    'une étape entre l’entrée et la sortie du parcours' AS attendu
FROM curated.charte_lignes_etape AS l
JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
WHERE
    l.est_retenue
    AND (l.date_debut < p.date_entree OR l.date_debut > p.date_sortie OR l.date_fin > p.date_sortie)
