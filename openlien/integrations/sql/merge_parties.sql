-- Firms, facilities and provider groups; a facility belongs to the group that most of its rows name.
INSERT INTO cases_party (
    id, kind, name, name_key, external_id, belongs_to_id, gender, language, marital_status, state, batch_id, version
)
SELECT
    staged.party_id, staged.kind, coalesce(shown.name, staged.external_id), coalesce(shown.name_key, ''),
    staged.external_id, groups.provider_group_id, '', '', '', '', %(batch)s, 1
FROM staged_party AS staged
LEFT JOIN staged_name AS shown
    ON shown.kind = staged.kind
    AND shown.external_id = staged.external_id
    AND shown.party_key = staged.party_key
    AND shown.rank = 1
LEFT JOIN (
    SELECT facility_id, mode() WITHIN GROUP (ORDER BY provider_group_id) AS provider_group_id
    FROM staged_link
    GROUP BY facility_id
) AS groups ON groups.facility_id = staged.party_id
WHERE staged.is_new;

INSERT INTO cases_party (
    id, kind, name, name_key, external_id, belongs_to_id, gender, language, marital_status, state, batch_id, version
)
SELECT
    attorney.party_id, 'attorney', attorney.name, attorney.attorney_key, '', attorney.law_firm_id, '', '', '', '',
    %(batch)s, 1
FROM staged_attorney AS attorney
WHERE attorney.is_new;

INSERT INTO cases_party (
    id, kind, name, name_key, external_id, belongs_to_id, gender, language, marital_status, state, batch_id, version
)
SELECT
    staged.patient_id, 'patient', coalesce(nullif(staged.patient_name, ''), 'Unknown patient'), staged.patient_key,
    '', NULL, '', '', '', '', %(batch)s, 1
FROM staged_case AS staged
WHERE staged.is_new;

-- How often each spelling was met: the largest count of any export, so that the same file counts once.
WITH spelling AS (
    SELECT staged_party.party_id, staged_name.name, max(staged_name.times)::integer AS times
    FROM staged_name
    JOIN staged_party USING (kind, external_id, party_key)
    GROUP BY staged_party.party_id, staged_name.name
),
raised AS (
    SELECT alias.id, alias.times_seen AS before, spelling.times
    FROM spelling
    JOIN cases_namealias AS alias ON alias.party_id = spelling.party_id AND alias.name = spelling.name
    WHERE spelling.times > alias.times_seen
),
noted AS (
    INSERT INTO integrations_importchange (batch_id, table_name, row_id, before, version_after)
    SELECT %(batch)s, 'cases_namealias', id, jsonb_build_object('times_seen', before), times
    FROM raised
),
counted AS (
    UPDATE cases_namealias AS alias
    SET times_seen = raised.times
    FROM raised
    WHERE alias.id = raised.id
)
INSERT INTO cases_namealias (party_id, name, times_seen, batch_id)
SELECT spelling.party_id, spelling.name, spelling.times, %(batch)s
FROM spelling
WHERE NOT EXISTS (
    SELECT 1
    FROM cases_namealias AS alias
    WHERE alias.party_id = spelling.party_id
        AND alias.name = spelling.name
);

-- Known parties are shown under their most frequent spelling, and under the id that is known now.
WITH most_frequent_spelling AS (
    SELECT DISTINCT ON (party.id) party.id, alias.name
    FROM staged_party AS staged
    JOIN cases_party AS party ON party.id = staged.party_id
    JOIN cases_namealias AS alias ON alias.party_id = party.id
    WHERE NOT staged.is_new
    ORDER BY party.id, alias.times_seen DESC, (alias.name = party.name) DESC, alias.name
),
changed AS (
    SELECT DISTINCT ON (party.id)
        party.id, to_jsonb(party) AS before, party.version + 1 AS version,
        coalesce(spelled.name, party.name) AS name,
        coalesce(spelled.name_key, party.name_key) AS name_key,
        CASE WHEN staged.is_adopted THEN staged.external_id ELSE party.external_id END AS external_id
    FROM staged_party AS staged
    JOIN cases_party AS party ON party.id = staged.party_id
    LEFT JOIN most_frequent_spelling AS shown ON shown.id = party.id
    LEFT JOIN staged_name AS spelled
        ON spelled.kind = staged.kind
        AND spelled.external_id = staged.external_id
        AND spelled.party_key = staged.party_key
        AND spelled.name = shown.name
    WHERE NOT staged.is_new
        AND (staged.is_adopted OR spelled.name <> party.name)
    ORDER BY party.id, staged.is_adopted DESC
),
noted AS (
    INSERT INTO integrations_importchange (batch_id, table_name, row_id, before, version_after)
    SELECT %(batch)s, 'cases_party', id, before, version
    FROM changed
)
UPDATE cases_party AS party
SET name = changed.name,
    name_key = changed.name_key,
    external_id = changed.external_id,
    version = changed.version
FROM changed
WHERE party.id = changed.id;

-- A patient whose name the newest export spells differently.
WITH changed AS (
    SELECT DISTINCT ON (party.id)
        party.id, to_jsonb(party) AS before, party.version + 1 AS version, staged.patient_name, staged.patient_key
    FROM staged_case AS staged
    JOIN cases_party AS party ON party.id = staged.patient_id
    WHERE NOT staged.is_new
        AND staged.patient_name NOT IN ('', party.name)
    ORDER BY party.id, staged.first_line
),
noted AS (
    INSERT INTO integrations_importchange (batch_id, table_name, row_id, before, version_after)
    SELECT %(batch)s, 'cases_party', id, before, version
    FROM changed
)
UPDATE cases_party AS party
SET name = changed.patient_name,
    name_key = changed.patient_key,
    version = changed.version
FROM changed
WHERE party.id = changed.id;
