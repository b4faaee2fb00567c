-- D01 : une ligne de l'export « entretiens_qualitatifs » en répète une autre, colonne pour colonne : collée deux fois, elle compte double.
-- La première est laissée ; les suivantes sont signalées.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    cle,
    'la même ligne est déjà là, colonne pour colonne' AS valeur,
    'une seule fois la même ligne' AS attendu
FROM curated.charte_lignes_entretien_qualitatif
WHERE est_retenue AND est_repetee
