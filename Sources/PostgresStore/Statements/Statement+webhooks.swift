/// Outgoing webhooks. Every machine has all of them; the queue of one lies on one machine.
extension PostgresStatement {
    package static let webhooks = PostgresStatement(
        "webhooks", .none, "SELECT payload FROM webhooks ORDER BY created_at, id")

    package static let webhook = PostgresStatement(
        "webhook", .none, "SELECT payload FROM webhooks WHERE id = $1::text")

    package static let saveWebhook = PostgresStatement(
        "save_webhook", .none,
        """
        INSERT INTO webhooks (id, created_at, payload) VALUES ($1::text, $2::bigint, $3::bytea)
        ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, payload = excluded.payload
        """)

    package static let removeWebhook = PostgresStatement(
        "remove_webhook", .none, "DELETE FROM webhooks WHERE id = $1::text")

    package static let deliveriesOfProfiles = PostgresStatement(
        "deliveries_of_profiles", .keys,
        """
        SELECT q.profile, q.payload FROM unnest($1::text[], $2::uuid[]) AS k (webhook, profile)
            JOIN webhook_queue AS q ON q.webhook = k.webhook AND q.profile = k.profile {AND q.webhook = ANY($1)}
        """)

    package static let dueDeliveries = PostgresStatement(
        "due_deliveries", .keys,
        """
        SELECT q.profile, q.payload FROM webhook_queue AS q WHERE q.webhook = $1::text AND q.due_at <= $2::bigint
        ORDER BY q.due_at LIMIT $3::bigint
        """)

    package static let failedDeliveries = PostgresStatement(
        "failed_deliveries", .keys,
        """
        SELECT q.profile, q.payload FROM webhook_queue AS q
        WHERE q.webhook = $1::text AND q.failed_at >= $2::bigint AND q.failed_at <= $3::bigint
        ORDER BY q.failed_at LIMIT $4::bigint
        """)

    package static let delayedDeliveries = PostgresStatement(
        "delayed_deliveries", .keys,
        """
        SELECT q.profile, q.payload FROM webhook_queue AS q WHERE q.webhook = $1::text AND q.due_at > $2::bigint
        ORDER BY q.due_at DESC LIMIT $3::bigint
        """)

    package static let dueWebhooks = PostgresStatement(
        "due_webhooks", .joined, single: dueWebhook,
        """
        SELECT k.webhook FROM unnest($1::text[]) AS k (webhook) WHERE EXISTS (
            SELECT 1 FROM webhook_queue AS q WHERE q.webhook = k.webhook AND q.due_at <= $2::bigint)
        """)

    static let dueWebhook = PostgresStatement(
        "due_webhook", .keys,
        "SELECT q.webhook FROM webhook_queue AS q WHERE q.webhook = $1::text AND q.due_at <= $2::bigint LIMIT 1")

    package static let deliveriesInOrder = PostgresStatement(
        "deliveries_in_order", .keys,
        """
        SELECT q.profile, q.payload FROM webhook_queue AS q WHERE q.webhook = $1::text AND q.profile > $2::uuid
        ORDER BY q.profile LIMIT $3::bigint
        """)

    package static let countDueDeliveries = PostgresStatement(
        "count_due_deliveries", .keys,
        """
        SELECT count(*) FROM (
            SELECT 1 FROM webhook_queue AS q WHERE q.webhook = $1::text AND q.due_at <= $2::bigint LIMIT $3::bigint
        ) AS due
        """)

    package static let countDeliveries = PostgresStatement(
        "count_deliveries", .everywhere,
        "SELECT q.webhook, count(q.due_at), count(q.failed_at) FROM webhook_queue AS q GROUP BY q.webhook")

    package static let saveDeliveries = PostgresStatement(
        "save_deliveries", .keys,
        """
        INSERT INTO webhook_queue (webhook, profile, due_at, failed_at, payload)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bytea[])
        ON CONFLICT (webhook, profile) DO UPDATE SET due_at = excluded.due_at, failed_at = excluded.failed_at,
            payload = excluded.payload
        """)

    package static let removeDeliveries = PostgresStatement(
        "remove_deliveries", .keys,
        """
        DELETE FROM webhook_queue AS q USING unnest($1::text[], $2::uuid[]) AS k (webhook, profile)
        WHERE q.webhook = k.webhook AND q.profile = k.profile {AND q.webhook = ANY($1)}
        """)

    package static let removeDeliveriesOfWebhook = PostgresStatement(
        "remove_deliveries_of_webhook", .keys, "DELETE FROM webhook_queue AS q WHERE q.webhook = $1::text")

    package static let forgetDeliveries = PostgresStatement(
        "forget_deliveries", .everywhere, "DELETE FROM webhook_queue AS q WHERE q.failed_at < $1::bigint")

    static let allOfWebhooks = [
        webhooks, webhook, saveWebhook, removeWebhook, deliveriesOfProfiles, dueDeliveries, failedDeliveries,
        delayedDeliveries, dueWebhooks, dueWebhook,
        deliveriesInOrder, countDueDeliveries, countDeliveries, saveDeliveries, removeDeliveries,
        removeDeliveriesOfWebhook, forgetDeliveries,
    ]
}
