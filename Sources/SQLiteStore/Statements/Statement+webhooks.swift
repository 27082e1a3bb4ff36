/// Outgoing webhooks and their queues.
extension SQLiteStatement {
    package static let webhooks = SQLiteStatement("SELECT payload FROM webhooks ORDER BY created_at, id")
    package static let webhook = SQLiteStatement("SELECT payload FROM webhooks WHERE id = ?")
    package static let saveWebhook = SQLiteStatement(
        "INSERT OR REPLACE INTO webhooks (id, created_at, payload) VALUES (?, ?, ?)")
    package static let removeWebhook = SQLiteStatement("DELETE FROM webhooks WHERE id = ?")

    package static let deliveriesOfProfiles = SQLiteStatement(
        "SELECT profile, payload FROM webhook_queue WHERE webhook = ? AND profile = ?")
    package static let dueDeliveries = SQLiteStatement(
        "SELECT profile, payload FROM webhook_queue WHERE webhook = ? AND due_at <= ? ORDER BY due_at LIMIT ?")
    package static let failedDeliveries = SQLiteStatement(
        """
        SELECT profile, payload FROM webhook_queue WHERE webhook = ? AND failed_at >= ? AND failed_at <= ?
        ORDER BY failed_at LIMIT ?
        """)
    package static let delayedDeliveries = SQLiteStatement(
        "SELECT profile, payload FROM webhook_queue WHERE webhook = ? AND due_at > ? ORDER BY due_at DESC LIMIT ?")
    package static let dueWebhooks = SQLiteStatement(
        "SELECT webhook FROM webhook_queue WHERE webhook = ? AND due_at <= ? LIMIT 1")
    package static let deliveriesInOrder = SQLiteStatement(
        "SELECT profile, payload FROM webhook_queue WHERE webhook = ? AND profile > ? ORDER BY profile LIMIT ?")
    package static let countDueDeliveries = SQLiteStatement(
        "SELECT count(*) FROM (SELECT 1 FROM webhook_queue WHERE webhook = ? AND due_at <= ? LIMIT ?)")
    package static let countDeliveries = SQLiteStatement(
        "SELECT webhook, count(due_at), count(failed_at) FROM webhook_queue GROUP BY webhook")
    package static let saveDeliveries = SQLiteStatement(
        """
        INSERT INTO webhook_queue (webhook, profile, due_at, failed_at, payload) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (webhook, profile) DO UPDATE SET due_at = excluded.due_at, failed_at = excluded.failed_at,
            payload = excluded.payload
        """)
    package static let removeDeliveries = SQLiteStatement(
        "DELETE FROM webhook_queue WHERE webhook = ? AND profile = ?")
    package static let removeDeliveriesOfWebhook = SQLiteStatement("DELETE FROM webhook_queue WHERE webhook = ?")
    package static let forgetDeliveries = SQLiteStatement("DELETE FROM webhook_queue WHERE failed_at < ?")
}
