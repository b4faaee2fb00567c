-- E05 : un CDD d'insertion de dix-neuf mois sans date de fin.

-- choix
SELECT c.*
FROM candidat_ouvert AS c
ANTI JOIN etapes AS e ON e.id_parcours = c.id_parcours AND e.operation = 'CDDI'
WHERE c.date_entree < photo_fautes() - INTERVAL 20 MONTH

-- faute
INSERT INTO etapes BY NAME
SELECT id_parcours || '-E05' AS id_etape, id_parcours, 'CDDI' AS operation,
    (photo_fautes() - INTERVAL 19 MONTH)::DATE AS date_debut, 26 AS nb_heures_hebdo FROM choix;

-- verite
SELECT 'E05', 'etape', id_parcours || '-E05' FROM choix
