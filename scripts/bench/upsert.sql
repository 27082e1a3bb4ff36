-- From staging into the keyed tables: the newer version of a record holds, and an order or an interaction belongs to the
-- customer whose CRM id, mail address or phone number it names.

INSERT INTO customers AS kept
SELECT record->>'id', (record->>'updated_at')::timestamptz, (record->>'created_at')::timestamptz, record->>'salutation',
    record->>'given_name', record->>'family_name', record->'emails'->>0, record->'phones'->>0,
    (record->>'birthday')::date, record->>'language', record->'address', record->'loyalty',
    record->>'preferred_channel', record->'consents'
FROM staging
WHERE record->>'kind' = 'customer'
ON CONFLICT (id) DO UPDATE SET (updated_at, created_at, salutation, given_name, family_name, email, phone, birthday,
    language, address, loyalty, preferred_channel, consents) = (excluded.updated_at, excluded.created_at,
    excluded.salutation, excluded.given_name, excluded.family_name, excluded.email, excluded.phone, excluded.birthday,
    excluded.language, excluded.address, excluded.loyalty, excluded.preferred_channel, excluded.consents)
WHERE excluded.updated_at > kept.updated_at;

ANALYZE customers;

INSERT INTO orders AS kept
SELECT record->>'source', record->>'id', coalesce(by_id.id, by_email.id), (record->>'updated_at')::timestamptz,
    (record->>'placed_at')::timestamptz, record->>'status', record->>'channel', record->>'currency',
    (record->>'total')::numeric,
    coalesce((record->>'refunded')::numeric,
        CASE record->>'status' WHEN 'returned' THEN (record->>'total')::numeric ELSE 0 END),
    record->'lines'
FROM staging
LEFT JOIN customers AS by_id ON by_id.id = record->'customer'->>'crm'
LEFT JOIN customers AS by_email ON by_email.email = record->'customer'->>'email'
WHERE record->>'kind' = 'order'
ON CONFLICT (source, id) DO UPDATE SET (customer, updated_at, placed_at, status, channel, currency, total, refunded,
    lines) = (excluded.customer, excluded.updated_at, excluded.placed_at, excluded.status, excluded.channel,
    excluded.currency, excluded.total, excluded.refunded, excluded.lines)
WHERE excluded.updated_at > kept.updated_at;

INSERT INTO interactions AS kept
SELECT record->>'source', record->>'id', coalesce(by_phone.id, by_email.id), (record->>'updated_at')::timestamptz,
    (record->>'occurred_at')::timestamptz, record->>'channel', record->>'direction', record->>'topic',
    record->>'status', record->'agent', (record->>'wait_seconds')::integer, (record->>'duration_seconds')::integer,
    (record->>'csat')::smallint
FROM staging
LEFT JOIN customers AS by_phone ON by_phone.phone = record->'customer'->>'phone'
LEFT JOIN customers AS by_email ON by_email.email = record->'customer'->>'email'
WHERE record->>'kind' = 'interaction'
ON CONFLICT (source, id) DO UPDATE SET (customer, updated_at, occurred_at, channel, direction, topic, status, agent,
    wait_seconds, duration_seconds, csat) = (excluded.customer, excluded.updated_at, excluded.occurred_at,
    excluded.channel, excluded.direction, excluded.topic, excluded.status, excluded.agent, excluded.wait_seconds,
    excluded.duration_seconds, excluded.csat)
WHERE excluded.updated_at > kept.updated_at;

TRUNCATE staging;
ANALYZE orders, interactions;
