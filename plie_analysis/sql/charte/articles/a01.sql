-- A01 : une aide est accordée entre l'entrée et la sortie du parcours.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat(
        'aide du ', jour(l.date_aide), ', parcours du ', jour(p.date_entree), coalesce(' au ' || jour(p.date_sortie), '')
    ) AS valeur,
    'une aide entre l’entrée et la sortie du parcours' AS attendu
FROM curated.charte_lignes_aide AS l
JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
WHERE l.est_retenue AND (l.date_aide < p.date_entree OR l.date_aide > p.date_sortie)
