-- sortie : une ligne par parcours qui a une date de sortie.
-- Une sortie positive est prouvée quand une étape du parcours remplit un critère du protocole : CDI à mi-temps ou plus depuis
-- six mois ; intérim ou CDD, six mois en douze ; formation qualifiante ; création suivie six mois ; contrat aidé de plus de six
-- mois hors chantier d'insertion (chantier admis dès 55 ans). Des heures hebdomadaires vides ne font pas échouer un CDI.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_parcours (VARCHAR) : numéro du parcours.
-- duree_mois (DOUBLE) : durée du parcours en mois : jours divisés par 30,4375 ; vide quand ses dates sont impossibles.
-- est_prouvee (BOOLEAN) : vrai si la sortie est positive et qu'une étape la prouve ; sinon faux.
-- preuve (VARCHAR) : critère du protocole qui prouve la sortie positive, le premier connu, puis dans l'ordre ci-dessus ; vide si aucun.
-- preuve_connue_le (DATE) : jour où la preuve est connue, toutes les étapes qu'elle demande étant saisies ; vide = connue dès le début, ou pas de preuve.
-- est_tenue (BOOLEAN) : vrai si une étape remplit un critère du protocole, quel que soit le motif de la sortie ; sinon faux.
-- tenue_connue_le (DATE) : jour où cela est connu ; vide = connu dès le début, ou rien n'est tenu.
-- connue_le (DATE) : jour où la ligne est connue : celui où la sortie l'est ; vide = connue dès le début.

WITH contrat AS (
    -- Les étapes des parcours sortis qui peuvent prouver quelque chose, et leurs jours utiles.
    SELECT
        e.id_parcours,
        coalesce(e.connue_le, DATE '0001-01-01') AS connue_le,
        operation.type_contrat,
        e.est_formation_qualifiante,
        coalesce(e.nb_heures_hebdo, 35) >= $preuve_heures_hebdo AS est_mi_temps_ou_plus,
        e.date_debut,
        p.date_sortie,
        -- Une étape sans date de fin dure encore : elle compte jusqu'à la sortie.
        coalesce(e.date_fin, p.date_sortie) AS date_fin,
        e.date_fin IS NULL AS est_sans_fin,
        personne.date_naissance + to_years($preuve_senior_ans) <= p.date_sortie AS est_senior,
        greatest(e.date_debut, (p.date_sortie - to_months($preuve_fenetre_mois))::DATE) AS debut_utile
    FROM curated.etape AS e
    JOIN curated.parcours AS p ON p.photo = $photo AND p.id_parcours = e.id_parcours
    JOIN curated.participant AS personne ON personne.photo = $photo AND personne.id_dossier = p.id_dossier
    JOIN (
        -- Un code peut avoir plusieurs lignes, une par nom qu'il a porté : celle du nom de la photo.
        SELECT DISTINCT ON (code) * FROM ref.operation ORDER BY code, coalesce(debut::DATE <= $photo, true) DESC, debut::DATE DESC NULLS LAST
    ) AS operation ON operation.code = e.operation
    WHERE e.photo = $photo
        AND e.date_debut <= p.date_sortie
        AND (operation.type_contrat IS NOT NULL OR e.est_formation_qualifiante)
),

jours AS (
    SELECT
        *,
        -- Six mois en douze : les jours de missions dans les douze mois avant la sortie.
        CASE
            WHEN type_contrat IN ('interim', 'clause') THEN greatest(date_diff('day', debut_utile, least(date_fin, date_sortie)) + 1, 0)
        END AS jours_interim,
        -- De même pour les CDD ; le contrat en cours à la sortie compte pour sa durée signée. Un contrat long qui a une
        -- date de fin est un CDD de plus de six mois.
        CASE
            WHEN type_contrat IN ('cdd', 'alternance', 'clause') OR (type_contrat = 'cdi' AND NOT est_sans_fin)
                THEN greatest(date_diff('day', debut_utile, date_fin) + 1, 0)
        END AS jours_cdd
    FROM contrat
),

-- Ce qui était déjà connu quand chaque étape l'a été : les sommes croissent avec la saisie.
cumul AS (
    SELECT
        *,
        sum(jours_interim) OVER connues >= $preuve_jours_cumules AS est_interim,
        sum(jours_cdd) OVER connues >= $preuve_jours_cumules AS est_cdd
    FROM jours
    WINDOW connues AS (PARTITION BY id_parcours ORDER BY connue_le)
),

-- De chaque critère, le jour où l'on sait qu'il est rempli ; vide s'il ne l'est pas.
critere AS (
    SELECT
        id_parcours,
        min(connue_le) FILTER (
            type_contrat = 'cdi' AND est_mi_temps_ou_plus
            AND date_debut + to_months($preuve_contrat_mois) <= least(date_fin, date_sortie) + INTERVAL 1 DAY
        ) AS cdi,
        min(connue_le) FILTER (est_interim) AS interim,
        min(connue_le) FILTER (est_cdd) AS cdd,
        min(connue_le) FILTER (
            type_contrat = 'creation'
            AND date_debut + to_months($preuve_contrat_mois) <= least(date_fin, date_sortie) + INTERVAL 1 DAY
        ) AS creation,
        min(connue_le) FILTER (
            (type_contrat = 'aide' OR (type_contrat = 'cddi' AND coalesce(est_senior, false)))
            AND date_debut + to_months($preuve_contrat_mois) <= date_fin + INTERVAL 1 DAY
        ) AS aide,
        min(connue_le) FILTER (est_formation_qualifiante AND date_fin >= date_sortie - to_months($preuve_fenetre_mois)) AS formation
    FROM cumul
    GROUP BY id_parcours
),

premiere AS (
    SELECT
        p.*,
        c.* EXCLUDE (id_parcours),
        CASE
            WHEN NOT p.est_sortie_positive THEN NULL
            WHEN p.motif_sortie = 'FORMATION QUALIFIANTE' THEN c.formation
            WHEN p.motif_sortie = 'CREATION D''ACTIVITE' THEN c.creation
            ELSE least(c.cdi, c.interim, c.cdd, c.aide, c.creation)
        END AS prouvee_le,
        least(c.cdi, c.interim, c.cdd, c.aide, c.creation, c.formation) AS tenue_le
    FROM curated.parcours AS p
    LEFT JOIN critere AS c ON c.id_parcours = p.id_parcours
    WHERE p.photo = $photo AND p.est_sorti
)

SELECT
    photo,
    id_parcours,
    duree_jours / $jours_par_mois AS duree_mois,
    prouvee_le IS NOT NULL AS est_prouvee,
    CASE
        WHEN motif_sortie = 'FORMATION QUALIFIANTE' AND prouvee_le IS NOT NULL THEN 'formation qualifiante'
        WHEN motif_sortie = 'CREATION D''ACTIVITE' AND prouvee_le IS NOT NULL THEN 'création d''activité'
        WHEN cdi = prouvee_le THEN 'CDI'
        WHEN interim = prouvee_le THEN 'intérim'
        WHEN cdd = prouvee_le THEN 'CDD'
        WHEN aide = prouvee_le THEN 'contrat aidé'
        WHEN creation = prouvee_le THEN 'création d''activité'
    END AS preuve,
    nullif(prouvee_le, DATE '0001-01-01') AS preuve_connue_le,
    tenue_le IS NOT NULL AS est_tenue,
    nullif(tenue_le, DATE '0001-01-01') AS tenue_connue_le,
    sortie_connue_le AS connue_le
FROM premiere
