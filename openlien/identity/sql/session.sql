-- One row: the session of a key while it lasts, its user, and the roles the user holds; the user is null when
-- nobody is signed in.
SELECT
    session.session_data,
    account.id,
    account.email,
    account.name,
    account.password,
    account.is_active,
    account.password_changed_at,
    account.created_at,
    account.last_login,
    account.last_seen_at,
    (
        SELECT coalesce(json_agg(json_build_array(role, scope_kind, scope_id) ORDER BY id), '[]')
        FROM identity_membership
        WHERE user_id = account.id
    )::text AS memberships
FROM identity_session AS session
LEFT JOIN identity_user AS account ON account.id = session.user_id
WHERE session.session_key = %s
    AND session.expire_date > now()
