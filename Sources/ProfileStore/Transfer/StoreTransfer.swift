/// Makes one store hold exactly what another one holds, in every table of `StoredTable.all`.
///
/// Both are walked through side by side and only what differs is written. So a copy that was cut off goes on where it
/// was, whatever became of the source meanwhile, and the same walk tells at the end whether all is well.
package struct StoreTransfer: Sendable {
    /// Hears how far the copy is; false ends it.
    package typealias Watch = (TransferProgress) -> Bool

    private let source: any TransferSource
    private let target: any TransferTarget

    package init(from source: any TransferSource, to target: any TransferTarget) {
        self.source = source
        self.target = target
    }

    /// The target has to be empty, or a copy of the same source that was begun and not finished. It is closed to
    /// everybody else until this has succeeded.
    ///
    /// With `ignoringChanges` it does not matter whether the source was written to since it was opened: the copy is
    /// then as of that moment.
    package func run(ignoringChanges: Bool = false, _ watch: Watch) async throws(TransferFailure) -> TransferOutcome {
        let isResumed = try await begin()
        let lastPosition = try await reading { source throws(StoreError) in try await source.lastPosition() }
        var outcome = TransferOutcome(isResumed: isResumed, lastPosition: lastPosition)
        outcome.tables = try await walk(.copying, isResumed, watch)
        let differences = try await walk(.comparing, isResumed, watch)
        for table in StoredTable.all where differences[table.name]?.differences ?? 0 > 0 {
            let rows = differences.values.reduce(0) { $0 + $1.differences }
            throw .differs(rows: rows, table: table.name)
        }
        if !ignoringChanges { try await requireUnchanged(since: lastPosition) }
        try await writing { target throws(StoreError) in try await target.finishTransfer() }
        return outcome
    }

    /// Whether a copy had been begun before.
    private func begin() async throws(TransferFailure) -> Bool {
        let identity = try await reading { source throws(StoreError) in try await source.identity() }
        let (own, origin) = try await writing { target throws(StoreError) in
            (try await target.identity(), try await target.transferOrigin())
        }
        guard identity != own else { throw .sameStore }
        if let origin {
            guard origin == identity else { throw .otherOrigin(origin) }
            return true
        }
        for table in StoredTable.all {
            let isOccupied: Bool
            do throws(StoreError) { isOccupied = try await holdsMoreThanNew(table) } catch { throw .target(error) }
            guard !isOccupied else { throw .occupied(table: table.name) }
        }
        try await writing { target throws(StoreError) in try await target.beginTransfer(from: identity) }
        return false
    }

    /// Whether there is a row in the target that a new store has not.
    private func holdsMoreThanNew(_ table: StoredTable) async throws(StoreError) -> Bool {
        var rows = RowStream(target, table)
        while try await rows.fill(), let row = rows.head {
            guard let setting = table.setting(of: row), StoredSetting.initial.contains(setting) else { return true }
            rows.advance()
        }
        return false
    }

    private func walk(
        _ stage: TransferProgress.Stage, _ isResumed: Bool, _ watch: Watch
    ) async throws(TransferFailure) -> [String: TransferCounts] {
        let total = try await reading { source throws(StoreError) in
            var total = 0
            for table in StoredTable.all { total += try await source.count(of: table) }
            return total
        }
        var tallies: [String: TransferCounts] = [:]
        var done = 0
        for table in StoredTable.all {
            var walk = TableWalk(table, of: source, beside: target)
            var tally = TransferCounts()
            while let step = try await walk.step() {
                if stage == .copying { try await apply(step, in: table) }
                tally = tally + step.tally
                done += step.tally.rows
                let progress = TransferProgress(stage: stage, isResumed: isResumed, rows: done, total: total)
                guard watch(progress) else { throw .stopped }
            }
            tallies[table.name] = tally
        }
        return tallies
    }

    private func apply(_ step: TableWalk.Step, in table: StoredTable) async throws(TransferFailure) {
        guard step.tally.differences > 0 else { return }
        try await writing { target throws(StoreError) in
            try await target.put(step.put, removing: step.removed, in: table)
        }
    }

    /// Changes of profiles are numbered. Tables that also change without a number are compared.
    private func requireUnchanged(since lastPosition: FeedPosition) async throws(TransferFailure) {
        let present = try await reading { source throws(StoreError) in try await source.renewed() }
        let isUnchanged = await same(present, since: lastPosition)
        await present.close()
        guard try isUnchanged.get() else { throw .sourceChanged }
    }

    private func same(
        _ present: any TransferSource, since lastPosition: FeedPosition
    ) async -> Result<Bool, TransferFailure> {
        do throws(TransferFailure) {
            do throws(StoreError) {
                guard try await present.lastPosition() == lastPosition else { return .success(false) }
            } catch { throw .source(error) }
            for table in StoredTable.unnumbered {
                var walk = TableWalk(table, of: present, beside: target)
                while let step = try await walk.step() {
                    guard step.tally.differences == 0 else { return .success(false) }
                }
            }
            return .success(true)
        } catch {
            return .failure(error)
        }
    }

    private func reading<Value>(
        _ body: (any TransferSource) async throws(StoreError) -> Value
    ) async throws(TransferFailure) -> Value {
        do throws(StoreError) { return try await body(source) } catch { throw .source(error) }
    }

    private func writing<Value>(
        _ body: (any TransferTarget) async throws(StoreError) -> Value
    ) async throws(TransferFailure) -> Value {
        do throws(StoreError) { return try await body(target) } catch { throw .target(error) }
    }
}

/// Why a copy came to no good end. What was copied stays where it is, for the same copy to go on with.
package enum TransferFailure: Error, Hashable, Sendable {
    case source(StoreError)
    case target(StoreError)
    /// Source and target are one.
    case sameStore
    /// The target is no copy in the making and holds something in this table.
    case occupied(table: String)
    /// The target is a copy in the making of another store.
    case otherOrigin(String)
    /// So many rows differed after everything was copied, the first of them in this table.
    case differs(rows: Int, table: String)
    /// The source was written to since the copy began.
    case sourceChanged
    /// The watcher ended it.
    case stopped
}

/// A copy that was finished, every row compared.
package struct TransferOutcome: Hashable, Sendable {
    /// By name of table.
    package internal(set) var tables: [String: TransferCounts] = [:]
    /// Whether it went on with a copy that was begun before.
    package let isResumed: Bool
    /// Where the feed of changes of the source ended.
    package let lastPosition: FeedPosition

    package var total: TransferCounts { tables.values.reduce(TransferCounts(), +) }
}

/// What a copy did to one table, or to all.
package struct TransferCounts: Hashable, Sendable {
    /// Rows of the source.
    package internal(set) var rows = 0
    /// Rows that were there before, just as in the source.
    package internal(set) var found = 0
    /// Rows that were put in or replaced.
    package internal(set) var written = 0
    /// Rows that the source has not, or no longer.
    package internal(set) var removed = 0

    package init() {}

    static func + (left: TransferCounts, right: TransferCounts) -> TransferCounts {
        var sum = left
        sum.rows += right.rows
        sum.found += right.found
        sum.written += right.written
        sum.removed += right.removed
        return sum
    }

    /// Rows that were not the same on both sides.
    var differences: Int { written + removed }
}

/// How far a copy is.
package struct TransferProgress: Hashable, Sendable {
    package enum Stage: Hashable, Sendable {
        case copying
        case comparing
    }

    package let stage: Stage
    /// Whether it goes on with a copy that had been begun before.
    package let isResumed: Bool
    /// Rows of the source that were looked at in this stage.
    package let rows: Int
    package let total: Int
}
