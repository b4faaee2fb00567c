-- E02 : une fin la veille du début.

-- choix
SELECT c.*, e.id_etape FROM candidat_clos AS c JOIN (SELECT id_parcours, min(id_etape) AS id_etape FROM etapes GROUP BY id_parcours) AS e ON e.id_parcours = c.id_parcours

-- faute
UPDATE etapes SET date_fin = date_debut - 1 WHERE id_etape IN (SELECT id_etape FROM choix);

-- verite
SELECT 'E02', 'etape', id_etape FROM choix
