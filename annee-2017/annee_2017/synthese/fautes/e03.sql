-- E03 : une étape saisie deux fois.

-- choix
SELECT c.*, e.id_etape FROM candidat_clos AS c JOIN (SELECT id_parcours, min(id_etape) AS id_etape FROM etapes GROUP BY id_parcours) AS e ON e.id_parcours = c.id_parcours

-- faute
INSERT INTO etapes SELECT * REPLACE (id_etape || '-E03' AS id_etape) FROM etapes WHERE id_etape IN (SELECT id_etape FROM choix);

-- verite
SELECT 'E03', 'etape', id_etape || '-E03' FROM choix
