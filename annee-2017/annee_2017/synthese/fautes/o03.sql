-- O03 : une prescription que personne n'a tranchée, après deux mois.

-- choix
SELECT any_value(id_dossier) AS id_dossier, any_value(id_prescription) AS id_prescription
FROM prescriptions
WHERE id_dossier NOT IN (SELECT id_dossier FROM parcours)
GROUP BY prescriptions.id_dossier
HAVING count(*) = 1 AND bool_and(decision = 'non-entrée' AND date_prescription < photo_fautes() - 70)

-- faute
UPDATE prescriptions SET decision = 'en attente', date_decision = NULL, motif_non_entree = NULL
WHERE id_prescription IN (SELECT id_prescription FROM choix);

-- verite
SELECT 'O03', 'prescription', id_prescription FROM choix
