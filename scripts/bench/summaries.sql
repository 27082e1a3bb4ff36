-- One row per customer, computed anew from the keyed tables.

WITH by_currency AS (
    SELECT customer, currency, count(*) AS orders, min(placed_at) AS first_at, max(placed_at) AS last_at,
        count(*) FILTER (WHERE status IN ('open', 'paid', 'shipped')) AS open,
        sum(total) AS gross, sum(refunded) AS refunded,
        sum(total - refunded) FILTER (WHERE placed_at >= current_date - 365) AS net_365_days
    FROM orders
    WHERE status <> 'cancelled'
    GROUP BY customer, currency
), bought AS (
    SELECT customer, sum(orders) AS orders, sum(open) AS open, min(first_at) AS first_at, max(last_at) AS last_at,
        jsonb_object_agg(currency, jsonb_build_object('gross', gross, 'refunded', refunded, 'net', gross - refunded))
            AS totals,
        jsonb_object_agg(currency, coalesce(net_365_days, 0)) AS net_365_days
    FROM by_currency
    GROUP BY customer
), by_channel AS (
    SELECT customer, channel, count(*) AS contacts, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
        count(*) FILTER (WHERE occurred_at >= current_date - 30) AS contacts_30_days,
        count(*) FILTER (WHERE occurred_at >= current_date - 365) AS contacts_365_days,
        count(*) FILTER (WHERE status = 'open') AS open,
        sum(csat) AS csat_sum, count(csat) AS csat_count,
        sum(exp(-ln(2) * greatest(0, extract(epoch FROM now() - occurred_at)::float8) / (90 * 86400)))
            FILTER (WHERE direction = 'inbound') AS weight
    FROM interactions
    GROUP BY customer, channel
), contacted AS (
    SELECT customer, sum(contacts) AS contacts, sum(contacts_30_days) AS contacts_30_days,
        sum(contacts_365_days) AS contacts_365_days, sum(open) AS open, jsonb_object_agg(channel, contacts) AS by_channel,
        min(first_at) AS first_at, max(last_at) AS last_at,
        (array_agg(channel ORDER BY weight DESC NULLS LAST, last_at DESC))[1] AS preferred_channel,
        sum(csat_sum) / nullif(sum(csat_count), 0) AS csat
    FROM by_channel
    GROUP BY customer
), latest AS (
    SELECT DISTINCT ON (customer) customer, channel, topic
    FROM interactions
    ORDER BY customer, occurred_at DESC
)
INSERT INTO summaries
SELECT customers.id, coalesce(bought.orders, 0), coalesce(bought.open, 0), bought.first_at, bought.last_at,
    coalesce(bought.totals, '{}'), coalesce(bought.net_365_days, '{}'), coalesce(contacted.contacts, 0),
    coalesce(contacted.contacts_30_days, 0), coalesce(contacted.contacts_365_days, 0), coalesce(contacted.open, 0),
    coalesce(contacted.by_channel, '{}'), contacted.first_at, contacted.last_at, latest.channel, latest.topic,
    coalesce(customers.preferred_channel, contacted.preferred_channel), contacted.csat
FROM customers
LEFT JOIN bought ON bought.customer = customers.id
LEFT JOIN contacted ON contacted.customer = customers.id
LEFT JOIN latest ON latest.customer = customers.id
ON CONFLICT (customer) DO UPDATE SET (orders, open_orders, first_order, last_order, totals, net_365_days, contacts,
    contacts_30_days, contacts_365_days, open_contacts, contacts_by_channel, first_contact, last_contact, last_channel,
    last_topic, preferred_channel, csat) = (excluded.orders, excluded.open_orders, excluded.first_order,
    excluded.last_order, excluded.totals, excluded.net_365_days, excluded.contacts, excluded.contacts_30_days,
    excluded.contacts_365_days, excluded.open_contacts, excluded.contacts_by_channel, excluded.first_contact,
    excluded.last_contact, excluded.last_channel, excluded.last_topic, excluded.preferred_channel, excluded.csat);

ANALYZE summaries;
