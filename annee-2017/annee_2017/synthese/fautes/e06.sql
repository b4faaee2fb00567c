-- E06 : un référent d'un seul parcours, dont une étape est « autre ».

-- choix
SELECT c.*, e.id_etape FROM candidat_clos AS c JOIN (SELECT id_parcours, min(id_etape) AS id_etape FROM etapes GROUP BY id_parcours) AS e ON e.id_parcours = c.id_parcours
WHERE (SELECT count(*) FROM etapes AS t WHERE t.id_parcours = c.id_parcours) < 8

-- faute
INSERT INTO referents BY NAME
SELECT 'AUTRE-' || id_parcours AS code_referent, 'CREATIV''' AS structure, 0 AS nb_etp FROM choix;

UPDATE parcours SET code_referent = 'AUTRE-' || id_parcours WHERE id_parcours IN (SELECT id_parcours FROM choix);

UPDATE etapes SET operation = 'Formation qualifiante Autre' WHERE id_etape IN (SELECT id_etape FROM choix);

-- verite
SELECT 'E06', 'referent', 'AUTRE-' || id_parcours FROM choix
