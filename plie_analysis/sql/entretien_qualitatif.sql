-- entretien_qualitatif : une ligne par thème abordé dans un entretien d'observation des parcours (participant ou référent).
-- Les paroles ne sont jamais lues : ni colonne de texte, ni citation. Un thème abordé deux fois dans un entretien fait une ligne.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_entretien_qualitatif (VARCHAR) : l'entretien : même parcours, même jour, même interlocuteur.
-- id_parcours (VARCHAR) : numéro du parcours.
-- date_entretien_qualitatif (DATE) : date de l'entretien.
-- theme (VARCHAR) : thème de la grille ; vide si inconnu.
-- interlocuteur (VARCHAR) : « participant » ou « référent » ; vide si inconnu.
-- etape_du_jour (VARCHAR) : classe de l'étape en cours ce jour-là (de plusieurs, la première connue), « sans étape » sinon ; vide si l'opération est inconnue.
-- date_saisie (DATE) : date de saisie ; vide = connu dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'entretien, de l'entrée et du dossier ; vide = connue dès le début.
-- etape_connue_le (DATE) : jour où cette étape est connue ; vide = dès le début, ou sans étape.

WITH dit AS (
    SELECT
        r.photo,
        concat_ws('/', r.id_parcours, r.date_entretien_qualitatif, coalesce(r.interlocuteur, '?')) AS id_entretien_qualitatif,
        r.id_parcours,
        r.date_entretien_qualitatif,
        r.theme,
        r.interlocuteur,
        r.date_saisie,
        greatest(r.date_saisie, p.connue_le) AS connue_le
    FROM raw.entretiens_qualitatifs AS r
    LEFT JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
    WHERE r.photo = $photo AND r.est_retenue
    -- La première saisie d'un thème est celle qui le fait connaître.
    QUALIFY row_number() OVER (
        PARTITION BY r.id_parcours, r.date_entretien_qualitatif, r.interlocuteur, r.theme
        ORDER BY coalesce(r.date_saisie, DATE '0001-01-01'), r.fichier, r.ligne
    ) = 1
),

-- Une ligne par parcours et par jour d'entretien : la première connue des étapes en cours, de sorte que ce qui est saisi plus tard n'y change rien.
en_cours AS (
    SELECT DISTINCT ON (d.id_parcours, d.date_entretien_qualitatif)
        d.id_parcours,
        d.date_entretien_qualitatif,
        e.classe_etape,
        e.connue_le AS etape_connue_le
    FROM dit AS d
    JOIN curated.etape AS e
        ON e.photo = $photo
        AND e.id_parcours = d.id_parcours
        AND d.date_entretien_qualitatif BETWEEN e.date_debut AND coalesce(e.date_fin, DATE '9999-12-31')
    ORDER BY d.id_parcours, d.date_entretien_qualitatif, e.connue_le NULLS FIRST, e.date_debut, e.id_etape
)

SELECT
    d.photo,
    d.id_entretien_qualitatif,
    d.id_parcours,
    d.date_entretien_qualitatif,
    d.theme,
    d.interlocuteur,
    CASE WHEN c.id_parcours IS NULL THEN 'sans étape' ELSE c.classe_etape END AS etape_du_jour,
    d.date_saisie,
    d.connue_le,
    c.etape_connue_le
FROM dit AS d
LEFT JOIN en_cours AS c USING (id_parcours, date_entretien_qualitatif)
