-- For pgbench: one order, put into the keyed table as one would put it.
\set number random(0, :customers - 1)
\set id random(1, 1000000000)
INSERT INTO orders AS kept
VALUES ('erp', 'P' || :id::text, 'C' || lpad(:number::text, 7, '0'), now(), now(), 'paid', 'web', 'EUR', 59.80, 0,
    '[{"sku": "SKU-00029", "name": "Green sports 29", "category": "sports", "unit_price": "29.90", "quantity": 2}]')
ON CONFLICT (source, id) DO UPDATE SET (customer, updated_at, placed_at, status, channel, currency, total, refunded,
    lines) = (excluded.customer, excluded.updated_at, excluded.placed_at, excluded.status, excluded.channel,
    excluded.currency, excluded.total, excluded.refunded, excluded.lines)
WHERE excluded.updated_at >= kept.updated_at;
