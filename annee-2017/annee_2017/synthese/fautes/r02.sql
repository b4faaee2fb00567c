-- R02 : un entretien en face à face sans émargement.

-- choix
SELECT c.*, r.id_entretien FROM candidat_clos AS c JOIN (SELECT id_parcours, min(id_entretien) AS id_entretien FROM entretiens WHERE modalite = 'physique' GROUP BY id_parcours) AS r ON r.id_parcours = c.id_parcours

-- faute
UPDATE entretiens SET est_emarge = CASE WHEN id_entretien < (SELECT max(id_entretien) FROM choix) THEN false END WHERE id_entretien IN (SELECT id_entretien FROM choix);

-- verite
SELECT 'R02', 'entretien', id_entretien FROM choix
