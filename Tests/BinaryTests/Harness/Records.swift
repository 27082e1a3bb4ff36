import Foundation

/// Records to send, all with a time of their own so that a replay is a replay.
enum Records {
    static func customer(_ id: String) -> String {
        #"{"kind":"customer","source":"crm","id":"\#(id)","given_name":"Jane","updated_at":"2026-01-01T00:00:00Z"}"#
    }

    static func order(_ id: String, of customer: String) -> String {
        #"{"kind":"order","source":"erp","id":"\#(id)",\#(orderMembers(of: customer))}"#
    }

    /// The body of a PUT.
    static func orderBody(of customer: String) -> String {
        "{\(orderMembers(of: customer))}"
    }

    /// The body of a PUT, of an interaction that the agent has just begun to work on.
    static func interactionBody(of customer: String, agent: String) -> String {
        #"{"customer":{"crm":"\#(customer)"},"occurred_at":"\#(Date.now.formatted(.iso8601))","channel":"phone","#
            + #""status":"open","agent":{"id":"\#(agent)"}}"#
    }

    private static func orderMembers(of customer: String) -> String {
        #""customer":{"crm":"\#(customer)"},"placed_at":"2026-01-02T03:04:05Z","status":"paid","currency":"EUR","#
            + #""total":"12.50","updated_at":"2026-01-02T03:04:05Z""#
    }

    /// Orders of one customer, a line each, padded so that a few of them fill a batch.
    static func heavyOrders(_ range: Range<Int>, of customer: String) -> [UInt8] {
        let padding = String(repeating: " ", count: 40_000)
        return range.flatMap { Array((padding + order("\($0)", of: customer) + "\n").utf8) }
    }
}
