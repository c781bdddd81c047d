-- A broken rule of the books: its name is the stable code, its detail the figures the sentence needs.
CREATE OR REPLACE FUNCTION refuse(rule text, detail jsonb DEFAULT '{}') RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        MESSAGE = rule,
        DETAIL = detail::text,
        ERRCODE = 'check_violation',
        CONSTRAINT = rule;
END $$;

-- The first wall is that the app has no right to write these tables. This is the second: even their owner writes
-- them through the functions of the door only, which open it for as long as they run.
CREATE OR REPLACE FUNCTION refuse_direct_write() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('openlien.door', true), '') NOT IN ('open', 'posting') THEN
        PERFORM refuse('books_are_append_only', jsonb_build_object('table', TG_TABLE_NAME));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION refuse_rewrite() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse('books_are_append_only', jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END $$;
