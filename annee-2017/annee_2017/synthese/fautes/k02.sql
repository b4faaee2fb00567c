-- K02 : un entretien saisi quarante jours avant d'avoir eu lieu.

-- choix
SELECT c.*, r.id_entretien FROM candidat_clos AS c JOIN (SELECT id_parcours, min(id_entretien) AS id_entretien FROM entretiens WHERE modalite = 'physique' GROUP BY id_parcours) AS r ON r.id_parcours = c.id_parcours

-- faute
UPDATE entretiens SET date_saisie = date_entretien - 40 WHERE id_entretien IN (SELECT id_entretien FROM choix);

-- verite
SELECT 'K02', 'entretien', id_entretien FROM choix
