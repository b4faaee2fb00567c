-- etape : une ligne par étape de parcours.
-- Une même personne peut suivre plusieurs étapes en même temps.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_etape (VARCHAR) : numéro de l'étape.
-- id_parcours (VARCHAR) : numéro du parcours.
-- operation (VARCHAR) : opération de la nomenclature (annexe 5 du rapport).
-- classe_etape (VARCHAR) : classe de l'opération : emploi, formation non qualifiante, formation qualifiante ou mobilisation ; vide si l'opération est inconnue.
-- date_debut (DATE) : date de début de l'étape.
-- date_fin (DATE) : date de fin ; vide tant que l'étape est en cours.
-- nb_heures_hebdo (DOUBLE) : heures par semaine.
-- organisme (VARCHAR) : organisme ou employeur.
-- est_clause (BOOLEAN) : vrai si l'étape relève d'une clause d'insertion ; non renseigné = faux.
-- date_saisie (DATE) : date de saisie de l'étape ; vide = connue dès le début.
-- connue_le (DATE) : jour où la ligne est connue : la dernière des saisies de l'étape, de l'entrée et du dossier ; vide = connue dès le début.
-- dehors_connu_le (DATE) : pour une étape commencée après la sortie, jour où cette sortie est connue ; vide sinon.
-- est_emploi (BOOLEAN) : vrai si la classe est « emploi » ; opération inconnue = faux.
-- est_emploi_durable (BOOLEAN) : vrai pour un contrat long, un contrat pro ou d'apprentissage, une création d'activité ; opération inconnue = faux.
-- est_formation_qualifiante (BOOLEAN) : vrai si la classe est « formation qualifiante » ; opération inconnue = faux.
-- est_mobilisation (BOOLEAN) : vrai si la classe est « mobilisation » ; opération inconnue = faux.
-- est_chantier_insertion (BOOLEAN) : vrai si l'opération est un chantier d'insertion ; opération inconnue = faux.
-- est_dans_parcours (BOOLEAN) : vrai si l'étape a commencé entre l'entrée et la sortie du parcours, bornes comprises ; date inconnue = faux.
-- rang_etape (BIGINT) : rang de l'étape parmi celles commencées dans le parcours, par date de début ; vide si elle a commencé hors du parcours.
-- delai_jours (BIGINT) : jours de l'entrée dans le parcours au début de l'étape ; vide quand les dates du parcours sont impossibles.
-- etat (VARCHAR) : état pour la lecture des trajectoires (emploi durable, emploi, formation…) ; vide si l'opération est inconnue.

WITH etape AS (
    SELECT
        r.photo,
        r.id_etape,
        p.id_parcours,
        r.operation,
        operation.classe AS classe_etape,
        r.date_debut,
        r.date_fin,
        r.nb_heures_hebdo,
        r.organisme,
        coalesce(r.est_clause, false) AS est_clause,
        r.date_saisie,
        greatest(r.date_saisie, p.connue_le) AS connue_le,
        CASE WHEN r.date_debut > p.date_sortie AND r.date_debut >= p.date_entree THEN p.sortie_connue_le END AS dehors_connu_le,
        coalesce(operation.classe = 'emploi', false) AS est_emploi,
        coalesce(operation.est_emploi_durable = 'oui', false) AS est_emploi_durable,
        coalesce(operation.classe = 'formation qualifiante', false) AS est_formation_qualifiante,
        coalesce(operation.classe = 'mobilisation', false) AS est_mobilisation,
        coalesce(operation.est_chantier_insertion = 'oui', false) AS est_chantier_insertion,
        coalesce(r.date_debut BETWEEN p.date_entree AND coalesce(p.date_sortie, DATE '9999-12-31'), false) AS est_dans_parcours,
        CASE WHEN NOT p.a_dates_impossibles THEN date_diff('day', p.date_entree, r.date_debut) END AS delai_jours,
        operation.etat
    FROM raw.etapes AS r
    JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = r.id_parcours
    LEFT JOIN (
        -- Un code peut avoir plusieurs lignes, une par nom qu'il a porté : celle du nom de la photo.
        SELECT DISTINCT ON (code) * FROM ref.operation ORDER BY code, coalesce(debut::DATE <= $photo, true) DESC, debut::DATE DESC NULLS LAST
    ) AS operation ON operation.code = r.operation
    WHERE r.photo = $photo AND r.est_retenue
),

rang AS (
    SELECT id_etape, row_number() OVER (PARTITION BY id_parcours ORDER BY date_debut, id_etape) AS rang_etape
    FROM etape
    WHERE est_dans_parcours
)

SELECT etape.* EXCLUDE (delai_jours, etat), rang.rang_etape, etape.delai_jours, etape.etat
FROM etape
LEFT JOIN rang USING (id_etape)
