/// Where other systems send what they know, and what they sent.
extension SQLiteStatement {
    package static let webhookEndpoints = SQLiteStatement("SELECT payload FROM webhook_endpoints ORDER BY name")
    package static let saveWebhookEndpoint = SQLiteStatement(
        "INSERT OR REPLACE INTO webhook_endpoints (name, payload) VALUES (?, ?)")
    /// There is one writer, so that nothing has to be held.
    package static let holdWebhookEndpoints = SQLiteStatement("SELECT name FROM webhook_endpoints WHERE name = ?")
    package static let holdWebhookEndpointAlone = holdWebhookEndpoints
    package static let removeWebhookEndpoint = SQLiteStatement(
        "DELETE FROM webhook_endpoints WHERE name = ?")

    package static let saveIncomingDeliveries = SQLiteStatement(
        """
        INSERT OR REPLACE INTO webhook_deliveries (endpoint, id, state, received_at, names, payload)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    package static let incomingDeliveries = SQLiteStatement(
        """
        SELECT endpoint, id, state, received_at, names, payload FROM webhook_deliveries WHERE endpoint = ? AND id = ?
        """)
    /// Contents are looked up last: SQLite copies into memory what it counts and sorts.
    package static let incomingDeliveriesInOrder = SQLiteStatement(
        """
        SELECT d.endpoint, d.id, d.state, d.received_at, d.names, d.payload FROM (
            SELECT received_at, id, row_number() OVER page AS place, sum(size) OVER page AS bytes
            FROM (SELECT received_at, id, coalesce(length(payload), 0) AS size FROM webhook_deliveries
                WHERE endpoint = ?1 AND state = ?2 AND received_at <= ?3 AND (received_at < ?3 OR id > ?4)
                ORDER BY received_at DESC, id LIMIT ?5)
            WINDOW page AS (ORDER BY received_at DESC, id ROWS UNBOUNDED PRECEDING)) AS s
        CROSS JOIN webhook_deliveries AS d ON d.endpoint = ?1 AND d.id = s.id
        WHERE s.place = 1 OR s.bytes <= ?6 ORDER BY s.received_at DESC, s.id
        """)
    package static let countIncomingDeliveries = SQLiteStatement(
        """
        SELECT endpoint, count(*) FILTER (WHERE state = 2), count(*) FILTER (WHERE state = 1) FROM webhook_deliveries
        WHERE endpoint = ? AND state IN (1, 2) GROUP BY endpoint
        """)
    package static let namedDeliveries = SQLiteStatement(
        """
        SELECT endpoint, id, state, names FROM webhook_deliveries WHERE (endpoint, id) > (?, ?) AND names IS NOT NULL
        ORDER BY endpoint, id LIMIT ?
        """)
    package static let anonymizeWaitingDeliveries = SQLiteStatement(
        """
        UPDATE webhook_deliveries SET names = NULL, payload = ?3 WHERE endpoint = ?1 AND id = ?2 AND state = 2
        """)
    package static let removeIncomingDeliveries = SQLiteStatement(
        "DELETE FROM webhook_deliveries WHERE endpoint = ? AND id = ? AND state <> 2")
    package static let removeDeliveriesOfEndpoint = SQLiteStatement(
        "DELETE FROM webhook_deliveries WHERE endpoint = ?")
    package static let forgetIncomingDeliveries = SQLiteStatement(
        """
        DELETE FROM webhook_deliveries WHERE endpoint = ?1 AND state = ?2 AND received_at < max(?3, coalesce(
            (SELECT received_at FROM webhook_deliveries WHERE endpoint = ?1 AND state = ?2
                ORDER BY received_at DESC LIMIT 1 OFFSET ?4 - 1), ?3))
        """)
}
