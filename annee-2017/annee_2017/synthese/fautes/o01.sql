-- O01 : un prescripteur hors nomenclature.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE prescriptions SET prescripteur = 'Un voisin' WHERE id_prescription IN (SELECT id_prescription FROM choix);

-- verite
SELECT 'O01', 'prescription', id_prescription FROM choix
