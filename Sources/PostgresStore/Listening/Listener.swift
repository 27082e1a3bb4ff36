import ProfileStore

/// A connection of its own on which the server tells of changes.
struct Listener: Sendable {
    /// How often the last number is asked for, so that a notification or a whole connection that went missing is
    /// noticed.
    private static let pulse: Duration = .milliseconds(250)
    private static let patience: Duration = .milliseconds(500)

    let address: ServerAddress
    let reactor: Reactor
    let horizon: Horizon
    let heard: @Sendable (ChangeNews) -> Void

    /// Listens until the connection is lost, nobody wants to hear any more or the task is cancelled. Whether it ever
    /// heard anything.
    func listenOnce(while isWanted: () -> Bool) async -> Bool {
        guard let handover = try? await address.connect() else { return false }
        let connection = Connection(
            id: reactor.drawID(), reactor: reactor, layout: address.layout, patience: Self.patience)
        let clock = ServerClock()
        let events = SessionEvents(lost: { _ in }, status: connection.status) {
            [heard, horizon, tally = reactor.tally] text in
            guard let notice = ChangeNotice(text) else { return }
            horizon.note(notice.number)
            heard(.upTo(notice.number))
            if let lag = notice.toldAt.flatMap(clock.age) { tally.note(notificationLag: lag) }
        }
        reactor.post(.adopt(id: connection.id, handover, events))
        defer { connection.drop() }
        guard (try? await connection.run(Statement.listen())) != nil else { return false }
        var hasHeard = false
        while !Task.isCancelled, isWanted(), let number = await lastNumber(connection, setting: clock) {
            heard(.upTo(number))
            hasHeard = true
            try? await Task.sleep(for: Self.pulse)
        }
        return hasHeard
    }

    private func lastNumber(_ connection: Connection, setting clock: ServerClock) async -> Int64? {
        let start = ContinuousClock.now
        guard let rows = try? await connection.run(Statement.pulse()) else { return nil }
        return try? rows.first { columns throws(StoreError) in
            let number = try columns.integer()
            clock.set(try columns.integer(), askedAt: start)
            horizon.note(Horizon.Sign(number: number, madeAt: try columns.integer(), askedAt: start))
            return number
        }
    }
}
