import ProfileStore

/// Why an exchange with the server gave nothing.
enum PostgresFailure: Error, Hashable, Sendable {
    /// No connection, or none any more, or no answer in time; whether the server did what was asked is unknown.
    case lost
    /// The server refused; what was asked for in the transaction did not happen. Its five characters say why.
    case refused(sqlState: String)
    /// The answers make no sense.
    case unreadable(detail: String)

    /// Whether the server had no room for as many locks as were asked for.
    var isShortOfLocks: Bool {
        self == .refused(sqlState: "53200")
    }
}

extension StoreError {
    /// The SQLSTATE decides, never a message: messages change, and quote stored values.
    ///
    /// Source: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".
    init(_ failure: PostgresFailure) {
        switch failure {
        case .lost: self = .unavailable
        case .unreadable(let detail): self = .unreadable(detail: detail)
        case .refused(let state): self = Self.refused(state)
        }
    }

    private static func refused(_ state: String) -> StoreError {
        switch state {
        // Full disk; a server that only reads, as a replica does.
        case "53100", "25006", "42501": .cannotWrite
        // Too many connections, no lock in time, cancelled by a time limit, idle in a transaction for too long.
        case "53300", "55P03", "57014", "25P03", "40001", "40P01": .unavailable
        case _ where state.hasPrefix("08") || state.hasPrefix("57P0"): .unavailable
        // Damaged pages and indexes.
        case "XX001", "XX002": .unreadable(detail: "PostgreSQL error \(state)")
        default: .failed(detail: "PostgreSQL error \(state)")
        }
    }
}
