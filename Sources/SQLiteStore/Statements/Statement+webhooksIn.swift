/// Where other systems send what they know, and what they sent.
extension SQLiteStatement {
    package static let webhookEndpoints = SQLiteStatement("SELECT payload FROM webhook_endpoints ORDER BY name")
    package static let saveWebhookEndpoint = SQLiteStatement(
        "INSERT OR REPLACE INTO webhook_endpoints (name, payload) VALUES (?, ?)")
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
    package static let incomingDeliveriesInOrder = SQLiteStatement(
        """
        SELECT endpoint, id, state, received_at, names, payload FROM webhook_deliveries
        WHERE endpoint = ?1 AND state = ?2 AND received_at <= ?3 AND (received_at < ?3 OR id > ?4)
        ORDER BY received_at DESC, id LIMIT ?5
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
    package static let endpointOfDeliveries = SQLiteStatement(
        "SELECT endpoint FROM webhook_deliveries WHERE endpoint > ? ORDER BY endpoint LIMIT 1")
    package static let removeStrayDeliveries = SQLiteStatement(
        """
        DELETE FROM webhook_deliveries
        WHERE endpoint = ?1 AND NOT EXISTS (SELECT 1 FROM webhook_endpoints WHERE name = ?1)
        """)
    package static let forgetIncomingDeliveries = SQLiteStatement(
        """
        DELETE FROM webhook_deliveries WHERE endpoint = ?1 AND state = ?2 AND received_at < max(?3, coalesce(
            (SELECT received_at FROM webhook_deliveries WHERE endpoint = ?1 AND state = ?2
                ORDER BY received_at DESC LIMIT 1 OFFSET ?4 - 1), ?3))
        """)
}
