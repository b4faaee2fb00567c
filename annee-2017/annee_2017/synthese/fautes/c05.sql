-- C05 : un critère du marché du travail absent.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE parcours SET critere_marche = NULL WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C05', 'parcours', id_parcours FROM choix
