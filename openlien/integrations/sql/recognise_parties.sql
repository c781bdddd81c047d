-- One row per spelling of a firm, facility or provider group.
CREATE TEMPORARY TABLE staged_spelling ON COMMIT DROP AS
SELECT
    'law_firm' AS kind, law_firm_id AS external_id, law_firm_key AS name_key, law_firm_name AS name,
    count(*) AS times, min(line) AS first_line
FROM staged_invoice
WHERE refusal IS NULL
    AND (law_firm_id <> '' OR law_firm_key <> '')
GROUP BY law_firm_id, law_firm_key, law_firm_name
UNION ALL
SELECT 'facility', facility_id, facility_key, facility_name, count(*), min(line)
FROM staged_invoice
WHERE refusal IS NULL
    AND (facility_id <> '' OR facility_key <> '')
GROUP BY facility_id, facility_key, facility_name
UNION ALL
SELECT 'provider_group', provider_group_id, provider_group_key, provider_group_name, count(*), min(line)
FROM staged_invoice
WHERE refusal IS NULL
    AND (provider_group_id <> '' OR provider_group_key <> '')
GROUP BY provider_group_id, provider_group_key, provider_group_name;

-- One row per id and name key: a row without id means the party that most rows of its name key give an id.
CREATE TEMPORARY TABLE staged_identity ON COMMIT DROP AS
WITH pair AS (
    SELECT kind, external_id, name_key, sum(times) AS times
    FROM staged_spelling
    GROUP BY kind, external_id, name_key
),
id_most_rows_give_a_name AS (
    SELECT DISTINCT ON (kind, name_key) kind, name_key, external_id
    FROM pair
    WHERE external_id <> ''
        AND name_key <> ''
    ORDER BY kind, name_key, times DESC, external_id
)
SELECT
    pair.kind,
    pair.external_id,
    pair.name_key,
    pair.times,
    coalesce(nullif(pair.external_id, ''), named.external_id, '') AS party_external_id,
    CASE WHEN pair.external_id = '' AND named.external_id IS NULL THEN pair.name_key ELSE '' END AS party_key,
    NULL::uuid AS party_id
FROM pair
LEFT JOIN id_most_rows_give_a_name AS named
    ON pair.external_id = '' AND named.kind = pair.kind AND named.name_key = pair.name_key;

-- One row per party.
CREATE TEMPORARY TABLE staged_party ON COMMIT DROP AS
SELECT
    kind, party_external_id AS external_id, party_key, NULL::uuid AS party_id, false AS is_new, false AS is_adopted
FROM staged_identity
GROUP BY kind, party_external_id, party_key;

-- One row per party and spelling, the most frequent one ranked first.
CREATE TEMPORARY TABLE staged_name ON COMMIT DROP AS
SELECT
    identity.kind, identity.party_external_id AS external_id, identity.party_key, spelling.name,
    min(spelling.name_key) AS name_key, sum(spelling.times) AS times,
    row_number() OVER (
        PARTITION BY identity.kind, identity.party_external_id, identity.party_key
        ORDER BY sum(spelling.times) DESC, min(spelling.first_line)
    ) AS rank
FROM staged_spelling AS spelling
JOIN staged_identity AS identity USING (kind, external_id, name_key)
WHERE spelling.name <> ''
GROUP BY identity.kind, identity.party_external_id, identity.party_key, spelling.name;

UPDATE staged_party AS staged
SET party_id = party.id
FROM cases_party AS party
WHERE party.kind = staged.kind
    AND party.external_id = staged.external_id
    AND party.external_id <> '';

-- A party met by name alone gets its id from the first export that states one.
WITH nameless_id AS (
    SELECT DISTINCT ON (party.id) party.id, staged.kind, staged.external_id
    FROM staged_party AS staged
    JOIN staged_identity AS identity
        ON identity.kind = staged.kind AND identity.party_external_id = staged.external_id
    JOIN cases_party AS party
        ON party.kind = staged.kind AND party.external_id = '' AND party.name_key = identity.name_key
    WHERE staged.party_id IS NULL
        AND staged.external_id <> ''
        AND identity.name_key <> ''
    ORDER BY party.id, identity.times DESC, staged.external_id
),
one_of_each AS (
    SELECT DISTINCT ON (kind, external_id) id, kind, external_id
    FROM nameless_id
    ORDER BY kind, external_id, id
)
UPDATE staged_party AS staged
SET party_id = one_of_each.id,
    is_adopted = true
FROM one_of_each
WHERE one_of_each.kind = staged.kind
    AND one_of_each.external_id = staged.external_id;

-- Without id: the party of that name, or else the one that was spelled so before.
WITH known_by_name AS (
    SELECT DISTINCT ON (kind, name_key) kind, name_key, id
    FROM cases_party
    WHERE kind IN ('law_firm', 'facility', 'provider_group')
    ORDER BY kind, name_key, (external_id <> '') DESC, id
)
UPDATE staged_party AS staged
SET party_id = known.id
FROM known_by_name AS known
WHERE staged.external_id = ''
    AND known.kind = staged.kind
    AND known.name_key = staged.party_key;

WITH known_by_spelling AS (
    SELECT DISTINCT ON (staged_name.kind, staged_name.party_key) staged_name.kind, staged_name.party_key, party.id
    FROM staged_name
    JOIN cases_namealias AS alias ON alias.name = staged_name.name
    JOIN cases_party AS party ON party.id = alias.party_id AND party.kind = staged_name.kind
    WHERE staged_name.external_id = ''
    ORDER BY staged_name.kind, staged_name.party_key, alias.times_seen DESC, party.id
)
UPDATE staged_party AS staged
SET party_id = known.id
FROM known_by_spelling AS known
WHERE staged.external_id = ''
    AND staged.party_id IS NULL
    AND known.kind = staged.kind
    AND known.party_key = staged.party_key;

UPDATE staged_party
SET party_id = uuidv7(),
    is_new = true
WHERE party_id IS NULL;

UPDATE staged_identity AS identity
SET party_id = staged.party_id
FROM staged_party AS staged
WHERE staged.kind = identity.kind
    AND staged.external_id = identity.party_external_id
    AND staged.party_key = identity.party_key;

ANALYZE staged_name;
ANALYZE staged_party;
ANALYZE staged_identity;
-- One row per accepted row of the invoices file: whom it names.
CREATE TEMPORARY TABLE staged_link ON COMMIT DROP AS
SELECT
    invoice.line,
    firm.party_id AS law_firm_id,
    facility.party_id AS facility_id,
    provider_group.party_id AS provider_group_id
FROM staged_invoice AS invoice
LEFT JOIN staged_identity AS firm
    ON firm.kind = 'law_firm' AND firm.external_id = invoice.law_firm_id AND firm.name_key = invoice.law_firm_key
LEFT JOIN staged_identity AS facility
    ON facility.kind = 'facility'
    AND facility.external_id = invoice.facility_id
    AND facility.name_key = invoice.facility_key
LEFT JOIN staged_identity AS provider_group
    ON provider_group.kind = 'provider_group'
    AND provider_group.external_id = invoice.provider_group_id
    AND provider_group.name_key = invoice.provider_group_key
WHERE invoice.refusal IS NULL;
ANALYZE staged_link;
