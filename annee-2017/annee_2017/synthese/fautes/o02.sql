-- O02 : un premier rendez-vous la veille de la prescription.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE prescriptions SET date_premier_rdv = date_prescription - 1 WHERE id_prescription IN (SELECT id_prescription FROM choix);

-- verite
SELECT 'O02', 'prescription', id_prescription FROM choix
