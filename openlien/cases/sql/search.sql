-- What a case is found by: its numbers, its patient and its firm, as plain words without case and accents.
-- A withdrawn case is found by nothing.
-- The words are cut here and not by PostgreSQL's text parser, which reads "-00123" as a negative number,
-- "3e5" as a fraction and "A/B" as the name of a file.
ALTER TABLE cases_case ADD COLUMN IF NOT EXISTS search tsvector;

CREATE OR REPLACE FUNCTION cut_words(written text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_remove(
        regexp_split_to_array(
            casefold(regexp_replace(normalize(written, NFKD), '[\u0300-\u036f]', '', 'g') COLLATE pg_unicode_fast),
            '[^[:alnum:]]+'
        ),
        ''
    )
$$;

-- O'Brien is known as "obrien" and as "brien".
CREATE OR REPLACE FUNCTION search_words(written text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN written ~ '[''’`]' THEN cut_words(written) || cut_words(translate(written, '''’`', ''))
        ELSE cut_words(written)
    END
$$;

-- A number is known with and without its leading zeros. Words of the firm are marked, so that somebody called
-- Marlow is found before the hundreds of cases of Marlow Law.
CREATE OR REPLACE FUNCTION case_search_words(case_number text, other_numbers text, patient text, firm text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(
        search_words(case_number || ' ' || other_numbers || ' ' || patient)
        || cut_words(ltrim(split_part(case_number, '-', 3), '0'))
        || ARRAY(SELECT '~' || word FROM unnest(search_words(firm)) AS word)
    )
$$;

CREATE OR REPLACE FUNCTION index_case_for_search() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := CASE WHEN NEW.withdrawn_at IS NULL THEN case_search_words(
        NEW.number,
        NEW.external_id || ' ' || NEW.mrn,
        (SELECT name FROM cases_party WHERE id = NEW.patient_id),
        coalesce((SELECT name FROM cases_party WHERE id = NEW.law_firm_id), '')
    ) END;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER case_is_searchable
BEFORE INSERT OR UPDATE OF number, external_id, mrn, patient_id, law_firm_id, withdrawn_at ON cases_case
FOR EACH ROW EXECUTE FUNCTION index_case_for_search();

CREATE OR REPLACE FUNCTION index_cases_of_renamed_party() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_case SET number = number WHERE patient_id = NEW.id OR law_firm_id = NEW.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER renamed_party_is_searchable AFTER UPDATE OF name ON cases_party
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION index_cases_of_renamed_party();

-- A short pending list, because every search reads it to the end.
CREATE INDEX IF NOT EXISTS case_by_search ON cases_case USING gin (search) WITH (gin_pending_list_limit = 256);
