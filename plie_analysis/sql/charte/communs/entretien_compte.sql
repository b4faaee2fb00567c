-- Les entretiens qui comptent pour le rythme mensuel : en face à face, ou par téléphone quand une étape est en cours ce jour-là.
--
-- id_parcours : parcours suivi.
-- date_entretien : date de l'entretien.

SELECT id_parcours, date_entretien
FROM raw.entretiens
WHERE est_retenue AND modalite = 'physique'
UNION ALL
SELECT e.id_parcours, e.date_entretien
FROM raw.entretiens AS e
SEMI JOIN raw.etapes AS t
    ON t.id_parcours = e.id_parcours
    AND t.est_retenue
    AND t.date_debut <= e.date_entretien
    AND coalesce(t.date_fin, DATE '9999-12-31') >= e.date_entretien
WHERE e.est_retenue AND e.modalite = 'téléphone'
