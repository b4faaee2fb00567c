-- C10 : une sortie pour déménagement, quand la commune saisie est encore sur le territoire.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat('déménagement le ', jour(l.date_sortie), ', commune saisie : ', l.commune) AS valeur,
    'la nouvelle commune, ou un autre motif' AS attendu
FROM curated.charte_lignes_sortie AS l
SEMI JOIN ref.commune AS c
    ON c.code = l.commune
    AND coalesce(c.debut, DATE '0001-01-01') <= la_photo()
    AND coalesce(c.fin, DATE '9999-12-31') >= la_photo()
SEMI JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
WHERE l.motif_sortie = 'DEMENAGEMENT'
