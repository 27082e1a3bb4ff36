import ProfileStore

/// How a read is made.
enum Manner {
    /// A profile, by a replica that has caught up or by the primary, in a round trip with those of other readers.
    case quick
    /// By a replica that has caught up or by the primary.
    case anywhere
    /// By the primary, for somebody who would rather hear soon that nothing can be told.
    case primary
    /// By the primary, once every commit that shows on one machine shows on all.
    case settled
    /// Work that goes through everything, page after page.
    case background
}

/// What goes to the server around calls.
struct Frame {
    private let before: [Call]
    private let after: [Call]

    static let none = Frame(before: [], after: [])
    /// All see one moment.
    static let moment = Frame(before: [Statement.beginReading()], after: [Statement.commit()])

    /// Each sees what is committed everywhere.
    static func settled(_ layout: Layout) -> Frame {
        switch layout {
        case .together: .none
        case .spread: Frame(before: [Statement.begin(), Statement.lockStripes()], after: [Statement.commit()])
        }
    }

    func calls(around calls: [Call]) -> [Call] { before + calls + after }

    /// The answers to the calls alone.
    func answers(of rows: [Rows]) -> [Rows] { Array(rows.dropFirst(before.count).dropLast(after.count)) }
}

extension PostgresStore {
    /// What `body` reads in the answers to calls, several of which see one moment. When the calling task is cancelled,
    /// so are they.
    func read<Value: Sendable>(
        _ calls: [Call], _ manner: Manner = .primary, _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if [.quick, .anywhere].contains(manner), let value = await replica?.read(calls, body) { return value }
        let rows: [Rows]
        do throws(PostgresFailure) {
            rows = try await answers(to: calls, manner)
        } catch {
            throw StoreError(error)
        }
        return try body(rows)
    }

    private func answers(to calls: [Call], _ manner: Manner) async throws(PostgresFailure) -> [Rows] {
        if manner == .quick, calls.count == 1 { return [try await reads.read(calls[0])] }
        let frame = frame(of: calls, manner)
        let deadline: ContinuousClock.Instant? = manner == .background ? nil : .now + pool.limits.readPatience
        let rows = try await pool.withConnection(until: deadline) { connection async throws(PostgresFailure) in
            try await connection.runUnlessCancelled(frame.calls(around: calls))
        }
        return frame.answers(of: rows)
    }

    private func frame(of calls: [Call], _ manner: Manner) -> Frame {
        if manner == .settled { return .settled(address.layout) }
        return calls.count > 1 ? .moment : .none
    }
}
