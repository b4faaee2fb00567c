-- C01 : un dossier qui n'existe pas, ou une date d'entrée absente.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE parcours SET
    id_dossier = CASE WHEN c.rang % 2 = 0 THEN 'INCONNU-' || c.rang ELSE parcours.id_dossier END,
    date_entree = CASE WHEN c.rang % 2 = 0 THEN parcours.date_entree END
FROM choix AS c WHERE c.id_parcours = parcours.id_parcours;

-- verite
SELECT 'C01', 'parcours', id_parcours FROM choix
