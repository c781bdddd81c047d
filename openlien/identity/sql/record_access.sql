-- Leaves one row in the access log.
INSERT INTO identity_accessentry (actor_id, actor_name, source, request_id, what, case_number, rows)
VALUES (%s, %s, %s, %s, %s, %s, %s)
