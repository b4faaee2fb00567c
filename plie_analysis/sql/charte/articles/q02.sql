-- Q02 : un entretien d'observation n'est ni avant l'entrée du parcours dont il parle, ni après la photo.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat('entretien du ', jour(l.date_entretien_qualitatif), ', entrée du ', jour(p.date_entree)) AS valeur,
    'un entretien entre l’entrée et la photo' AS attendu
FROM curated.charte_lignes_entretien_qualitatif AS l
JOIN curated.charte_parcours_coherent AS p ON p.id_parcours = l.id_parcours
WHERE l.est_retenue AND (l.date_entretien_qualitatif < p.date_entree OR l.date_entretien_qualitatif > la_photo())
