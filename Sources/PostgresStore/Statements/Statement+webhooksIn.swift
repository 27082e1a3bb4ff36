import ProfileStore

/// Where other systems send what they know, and what they sent.
extension PostgresStatement {
    package static let webhookEndpoints = PostgresStatement(
        "webhook_endpoints", .none, "SELECT payload FROM webhook_endpoints ORDER BY name")

    package static let saveWebhookEndpoint = PostgresStatement(
        "save_webhook_endpoint", .none,
        """
        INSERT INTO webhook_endpoints (name, payload) VALUES ($1::text, $2::bytea)
        ON CONFLICT (name) DO UPDATE SET payload = excluded.payload
        """)

    /// Locks the endpoints of deliveries, so that none is removed before its deliveries are stored.
    package static let holdWebhookEndpoints = PostgresStatement(
        "hold_webhook_endpoints", .none,
        "SELECT name FROM webhook_endpoints WHERE name = ANY($1::text[]) ORDER BY name FOR KEY SHARE")

    /// Waits for those who store deliveries of the endpoint, and keeps others out.
    package static let holdWebhookEndpointAlone = PostgresStatement(
        "hold_webhook_endpoint_alone", .none,
        "SELECT name FROM webhook_endpoints WHERE name = $1::text FOR UPDATE")

    package static let removeWebhookEndpoint = PostgresStatement(
        "remove_webhook_endpoint", .none, "DELETE FROM webhook_endpoints WHERE name = $1::text")

    package static let saveIncomingDeliveries = PostgresStatement(
        "save_incoming_deliveries", .keys,
        """
        INSERT INTO webhook_deliveries (endpoint, id, state, received_at, names, payload)
        SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[], $5::bytea[], $6::bytea[])
        ON CONFLICT (endpoint, id) DO UPDATE SET state = excluded.state, received_at = excluded.received_at,
            names = excluded.names, payload = excluded.payload
        """)

    package static let incomingDeliveries = PostgresStatement(
        "incoming_deliveries", .keys,
        """
        SELECT d.endpoint, d.id, d.state, d.received_at, d.names, d.payload
        FROM unnest($1::text[], $2::text[]) AS k (endpoint, id)
            JOIN webhook_deliveries AS d ON d.endpoint = k.endpoint AND d.id = k.id {AND d.id = ANY($2)}
        """)

    package static let incomingDeliveriesInOrder = PostgresStatement(
        "incoming_deliveries_in_order", .everywhere,
        """
        SELECT s.endpoint, s.id, s.state, s.received_at, s.names, s.payload FROM (
            SELECT d.endpoint, d.id, d.state, d.received_at, d.names, d.payload,
                row_number() OVER page AS place, sum(coalesce(octet_length(d.payload), 0)) OVER page AS bytes
            FROM webhook_deliveries AS d
            WHERE d.endpoint = $1::text AND d.state = $2::smallint AND d.received_at <= $3::bigint
                AND (d.received_at < $3::bigint OR d.id > $4::text)
            WINDOW page AS (ORDER BY d.received_at DESC, d.id ROWS UNBOUNDED PRECEDING)
            ORDER BY d.received_at DESC, d.id LIMIT $5::bigint) AS s
        WHERE s.place = 1 OR s.bytes <= $6::bigint
        ORDER BY s.received_at DESC, s.id
        """)

    package static let countIncomingDeliveries = PostgresStatement(
        "count_incoming_deliveries", .everywhere,
        """
        SELECT d.endpoint, count(*) FILTER (WHERE d.state = 2), count(*) FILTER (WHERE d.state = 1)
        FROM webhook_deliveries AS d WHERE d.endpoint = ANY($1::text[]) AND d.state IN (1, 2) GROUP BY d.endpoint
        """)

    package static let namedDeliveries = PostgresStatement(
        "named_deliveries", .everywhere,
        """
        SELECT d.endpoint, d.id, d.state, d.names FROM webhook_deliveries AS d
        WHERE (d.endpoint, d.id) > ($1::text, $2::text) AND d.names IS NOT NULL
        ORDER BY d.endpoint, d.id LIMIT $3::bigint
        """)

    package static let anonymizeWaitingDeliveries = PostgresStatement(
        "anonymize_waiting_deliveries", .keys,
        """
        UPDATE webhook_deliveries AS d SET names = NULL, payload = k.payload
        FROM unnest($1::text[], $2::text[], $3::bytea[]) AS k (endpoint, id, payload)
        WHERE d.endpoint = k.endpoint AND d.id = k.id AND d.state = 2 {AND d.id = ANY($2)}
        """)

    package static let removeIncomingDeliveries = PostgresStatement(
        "remove_incoming_deliveries", .keys,
        """
        DELETE FROM webhook_deliveries AS d USING unnest($1::text[], $2::text[]) AS k (endpoint, id)
        WHERE d.endpoint = k.endpoint AND d.id = k.id AND d.state <> 2 {AND d.id = ANY($2)}
        """)

    package static let removeDeliveriesOfEndpoint = PostgresStatement(
        "remove_deliveries_of_endpoint", .everywhere, "DELETE FROM webhook_deliveries WHERE endpoint = $1::text")

    package static let forgetIncomingDeliveries = PostgresStatement(
        "forget_incoming_deliveries", .everywhere,
        """
        DELETE FROM webhook_deliveries WHERE endpoint = $1::text AND state = $2::smallint
            AND received_at < greatest($3::bigint, (
                SELECT d.received_at FROM webhook_deliveries AS d WHERE d.endpoint = $1::text AND d.state = $2::smallint
                ORDER BY d.received_at DESC LIMIT 1 OFFSET $4::bigint - 1))
        """)
}
