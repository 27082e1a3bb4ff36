package import ProfileCore
package import ProfileStore

/// Makes an empty store what another one was when it was exported. Nothing is judged again: who claims what, what is
/// refused and what people decided is as it was, and only summaries are folded from the facts.
///
/// From `begin` to `finish` nobody else can open the store. One that was cut off in between starts over.
package struct Restoration: Sendable {
    /// Profiles that are folded in one transaction.
    private static let profilesAtOnce = 200

    private let service: ProfileService
    private let target: any TransferTarget
    private var section = ExportEntry.Section.settings
    private var settings: [StoredRow] = []
    package private(set) var counts = RestoredCounts()

    /// `target` is the store of the service, opened to be filled.
    package init(by service: ProfileService, into target: any TransferTarget) {
        self.service = service
        self.target = target
    }

    /// Closes the store to everybody else. It has to be empty, or to hold a restoration that came to no end.
    package func begin() async throws(RestorationFailure) {
        let occupied = try await storing { () throws(StoreError) -> Occupation in
            switch try await target.transferOrigin() {
            case StoredSetting.restoration: return .unfinished
            case let origin?: return .other(origin)
            case nil: return try await isEmpty() ? .none : .people
            }
        }
        switch occupied {
        case .people: throw .occupied
        case .other(let origin): throw .otherOrigin(origin)
        case .unfinished: try await storing { () throws(StoreError) in try await clear() }
        case .none:
            try await storing { () throws(StoreError) in
                try await target.beginTransfer(from: StoredSetting.restoration)
            }
        }
    }

    /// Puts entries in, which have to come in the order of their sections.
    package mutating func add(_ entries: [ExportEntry]) async throws(RestorationFailure) {
        var rest = entries[...]
        while let first = rest.first {
            guard first.section >= section else { throw .outOfOrder }
            let part = rest.prefix { $0.section == first.section }
            rest = rest.dropFirst(part.count)
            counts.count(part)
            try await add(part, of: first.section)
            section = first.section
        }
    }

    /// Opens the store to everybody, after erasing again the people that erasures here have buried.
    package mutating func finish() async throws(RestorationFailure) {
        let (service, target, settings) = (service, target, settings)
        counts.erased = try await storing { () throws(StoreError) in
            if !settings.isEmpty { try await target.put(settings, removing: [], in: .settings) }
            let isAnyoneErased = try await !service.store.erasures(after: nil, limit: 1).isEmpty
            let erased = isAnyoneErased ? try await service.eraseAgain() : ProfileService.Replay()
            try await target.finishTransfer()
            return erased
        }
    }

    /// Leaves the store empty and open, as it was before.
    package func abandon() async throws(RestorationFailure) {
        try await storing { () throws(StoreError) in
            try await clear()
            try await target.finishTransfer()
        }
    }

    // MARK: Entries

    private mutating func add(
        _ entries: ArraySlice<ExportEntry>, of section: ExportEntry.Section
    ) async throws(RestorationFailure) {
        switch section {
        case .settings: settings += entries.compactMap(\.row)
        case .profiles: try await fold(entries)
        case .catalogue, .facts, .held, .refused, .merges, .separations, .invitations, .due:
            try await put(entries, in: section.table)
        }
    }

    private func put(_ entries: ArraySlice<ExportEntry>, in table: StoredTable) async throws(RestorationFailure) {
        try await storing { () throws(StoreError) in
            try await target.put(entries.compactMap(\.row), removing: [], in: table)
        }
    }

    private func fold(_ entries: ArraySlice<ExportEntry>) async throws(RestorationFailure) {
        let states = entries.compactMap { entry in
            if case .profile(let state) = entry { state } else { nil }
        }
        var rest = states[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.profilesAtOnce))
            rest = rest.dropFirst(part.count)
            try await storing { () throws(StoreError) in
                let rules = service.settings.identity
                _ = try await service.store.commit(reading: ReadSet(profiles: Set(part.map(\.id)))) { snapshot in
                    (Decision(restoring: part, rules: rules, at: snapshot.moment), ())
                }
            }
        }
    }

    // MARK: The store

    private enum Occupation {
        case none, people, unfinished
        case other(String)
    }

    /// What is filled; the rest belongs to the installation.
    private static let tables = StoredTable.all.filter { ![.settings, .keys, .erasures, .tombstones].contains($0) }

    private func isEmpty() async throws(StoreError) -> Bool {
        // Profiles that are no more leave rows that say so.
        for table in Self.tables where table != .profiles {
            let rows = try await target.page(of: table, after: nil, limit: PageLimit(rows: 1, bytes: 1))
            guard rows.isEmpty else { return false }
        }
        return try await service.store.scan(after: nil, limit: 1).isEmpty
    }

    private func clear() async throws(StoreError) {
        for table in Self.tables { try await clear(table) }
    }

    private func clear(_ table: StoredTable) async throws(StoreError) {
        while true {
            let rows = try await target.page(of: table, after: nil, limit: .standard)
            guard !rows.isEmpty else { return }
            try await target.put([], removing: rows, in: table)
        }
    }

    private func storing<Value>(
        _ body: () async throws(StoreError) -> Value
    ) async throws(RestorationFailure) -> Value {
        do throws(StoreError) { return try await body() } catch { throw .store(error) }
    }
}

/// Why an export was not restored.
package enum RestorationFailure: Error, Hashable, Sendable {
    /// The store holds people, or traces of what people decided.
    case occupied
    /// A copy of another store into this one is not finished.
    case otherOrigin(String)
    /// An entry comes after those that build on it.
    case outOfOrder
    case store(StoreError)
}

/// How much of each an export brought back.
package struct RestoredCounts: Hashable, Sendable {
    package private(set) var records = 0
    /// Records that were taken back, of which only the time is kept.
    package private(set) var withdrawn = 0
    package private(set) var held = 0
    package private(set) var refused = 0
    package private(set) var merges = 0
    package private(set) var separations = 0
    package private(set) var assignments = 0
    package private(set) var profiles = 0
    /// What an erasure that holds in the store took out again.
    package var erased = ProfileService.Replay()

    package init() {}

    mutating func count(_ entries: ArraySlice<ExportEntry>) {
        for entry in entries {
            switch entry {
            case .fact: records += 1
            case .catalogue(let entry): if entry.record == nil { withdrawn += 1 } else { records += 1 }
            case .withdrawal: withdrawn += 1
            case .held: held += 1
            case .refused: refused += 1
            case .merge: merges += 1
            case .separation: separations += 1
            case .assignment: assignments += 1
            case .profile: profiles += 1
            case .policy, .identityRules, .due: break
            }
        }
    }
}
