/// What a statement makes of a record, beside what was stated of it before.
enum Restatement {
    /// It is to be filed.
    case record(SourceRecord)
    /// It changes nothing.
    case standing(IngestVerdict.Status)
    case refused(RecordRefusal)
}

/// Why a record cannot be filed that is right by itself.
package enum RecordRefusal: Hashable, Sendable {
    /// There are as many of its kind as there may be; only of records about no customer.
    case tooMany
    /// Nothing is stored that it is a part of, or it removes what there has to be: the paths.
    case lacking([String])
    /// Its amounts and those that are stored are not in one currency.
    case mixedCurrencies
    /// With what is stored it has more of them than a record may: the path.
    case tooMuch(String)
}

extension SourceRecord {
    /// The record once this is stated. A part changes its members alone, and none that was stated later; neither does
    /// a whole record that comes late.
    func restated(over earlier: SourceRecord?) -> Restatement {
        switch (extent, earlier?.extent) {
        case (.part(let paths, let removed, let assumed), _):
            return MemberMerge(of: self, into: earlier).stating(paths, removing: removed, assuming: assumed)
        case (.wholeButFor(let silent), nil): return .record(pieced(silentOn: silent))
        case (.wholeButFor(let silent), _): return MemberMerge(of: self, into: earlier).statingAll(butFor: silent)
        case (.whole, .pieced?): return MemberMerge(of: self, into: earlier).statingAll()
        case (.whole, _), (.pieced, _):
            return earlier.flatMap { standing(against: $0) }.map(Restatement.standing) ?? .record(self)
        }
    }

    /// The first statement of a record: there is nothing to bring it together with.
    private func pieced(silentOn silent: Set<String>) -> SourceRecord {
        var times = MemberTimes(wholeAt: nil)
        times.noteWhole(at: updatedAt, butFor: silent)
        return with(extent: .pieced(times))
    }

    /// The record, stated as a whole but for the paths in `kept` at which it has nothing. The caller knows already that
    /// it has nothing at those in `silent`.
    package func keeping(_ kept: Set<String>, silentOn silent: Set<String>) -> SourceRecord {
        var silent = silent
        if kept.count > silent.count {
            let stated = memberTable.keys
            silent.formUnion(kept.filter { path in !stated.contains { RecordPath.covers(path, $0) } })
        }
        return silent.isEmpty ? self : with(extent: .wholeButFor(silent))
    }
}

/// Brings a statement and what is stored together, member by member.
private struct MemberMerge {
    private let statement: SourceRecord
    private let earlier: SourceRecord?
    private var stated: MemberTable
    private let stored: MemberTable
    private let storedTimes: MemberTimes
    /// When the statement was made.
    private let time: Timestamp

    init(of statement: SourceRecord, into earlier: SourceRecord?) {
        self.statement = statement
        self.earlier = earlier
        stated = statement.memberTable
        stored = earlier?.memberTable ?? [:]
        switch earlier?.extent {
        case .pieced(let times): storedTimes = times
        case .whole, .wholeButFor, .part: storedTimes = MemberTimes(wholeAt: earlier?.updatedAt)
        case nil: storedTimes = MemberTimes(wholeAt: nil)
        }
        // What came without a time is as late as what came before it, whatever the clocks showed.
        let isOrderedByArrival = statement.isTimedByArrival && (earlier?.isTimedByArrival ?? false)
        time =
            isOrderedByArrival
            ? max(statement.updatedAt, earlier?.updatedAt ?? statement.updatedAt)
            : statement.updatedAt
        takeOverCurrency()
    }

    /// Amounts that name no currency are in that of the stored ones, where it has their digits.
    private mutating func takeOverCurrency() {
        guard stated[RecordPath.currency] == .currency(.unnamed),
            case .currency(let currency)? = stored[RecordPath.currency]
        else { return }
        var table = stated
        for case (let path, .money(let amount)) in stated {
            guard let converted = currency.amount(amount, from: .unnamed) else { return }
            table[path] = .money(converted)
        }
        table[RecordPath.currency] = .currency(currency)
        stated = table
    }

    func stating(
        _ stated: Set<String>, removing removed: Set<String>, assuming assumed: Set<String>
    ) -> Restatement {
        guard self.stated[RecordPath.currency] != .currency(.unnamed) else {
            return .refused(earlier == nil ? .lacking([RecordPath.currency]) : .mixedCurrencies)
        }
        let paths = stated.union(removed)
        let taken = paths.filter(isOpen).sorted()
        if taken.isEmpty, earlier != nil { return .standing(paths.isEmpty ? .unchanged : .stale) }
        var (table, times) = (stored, storedTimes)
        if earlier == nil { for path in assumed { take(path, into: &table) } }
        for path in taken {
            for key in table.keys where RecordPath.covers(path, key) && isOpen(key) { table[key] = nil }
            if stated.contains(path) { take(path, into: &table) }
            times.note(path, at: time)
        }
        let isTaken = { (path: String) in earlier == nil || taken.contains { RecordPath.covers($0, path) } }
        guard !mixesCurrencies(table, stating: isTaken) else { return .refused(.mixedCurrencies) }
        return restatement(table, times)
    }

    func statingAll(butFor silent: Set<String> = []) -> Restatement {
        if let wholeAt = storedTimes.wholeAt, time < wholeAt { return .standing(.stale) }
        var (table, times) = (stated, storedTimes)
        let left = storedTimes.later.filter { $0.value > time }.map(\.key) + silent
        for kept in left {
            for key in table.keys where RecordPath.covers(kept, key) { table[key] = nil }
            for (key, value) in stored where RecordPath.covers(kept, key) { table[key] = value }
        }
        let isStated = { (path: String) in !left.contains { RecordPath.covers($0, path) } }
        guard !mixesCurrencies(table, stating: isStated) else { return .refused(.mixedCurrencies) }
        times.noteWhole(at: time, butFor: silent)
        return restatement(table, times)
    }

    /// What a path states lies at it or, of identifiers, within it, where some may have been stated later.
    private func take(_ path: String, into table: inout MemberTable) {
        if let value = stated[path] { return table[path] = value }
        for (key, value) in stated where RecordPath.covers(path, key) && isOpen(key) { table[key] = value }
    }

    /// Whether the statement may change the member.
    private func isOpen(_ path: String) -> Bool { storedTimes.time(of: path).map { $0 <= time } ?? true }

    /// Whether amounts would be read in a currency in which nobody stated them.
    private func mixesCurrencies(_ table: MemberTable, stating isStated: (String) -> Bool) -> Bool {
        guard let currency = table[RecordPath.currency] else { return false }
        return table.contains { path, value in
            value.isAmount && (isStated(path) ? stated : stored)[RecordPath.currency] != currency
        }
    }

    private func restatement(_ table: MemberTable, _ statedTimes: MemberTimes) -> Restatement {
        var times = statedTimes
        times.mark(PartedIdentifiers.marks(in: table))
        if earlier != nil, table == stored, statement.isTimedByArrival || times == storedTimes {
            return .standing(.unchanged)
        }
        if let path = overfull(table) { return .refused(.tooMuch(path)) }
        switch SourceRecord.Body.made(of: statement.key.kind, from: table) {
        case .failure(let lack): return .refused(.lacking(lack.paths))
        case .success(let body): return .record(record(body, table, times))
        }
    }

    private func record(_ body: SourceRecord.Body, _ table: MemberTable, _ times: MemberTimes) -> SourceRecord {
        let isLatest = earlier.map { time >= $0.updatedAt } ?? true
        let (linked, unlinked) = identifiers(in: table)
        return SourceRecord(
            key: statement.key, updatedAt: isLatest ? time : earlier?.updatedAt ?? time,
            isTimedByArrival: (isLatest ? statement : earlier ?? statement).isTimedByArrival, identifiers: linked,
            unlinked: unlinked, body: body, extent: isWhole(times) ? .whole : .pieced(times))
    }

    /// What was merely assumed was never stated as a whole.
    private func isWhole(_ times: MemberTimes) -> Bool {
        guard case .part = statement.extent, earlier == nil else { return times.later.isEmpty }
        return false
    }

    // MARK: Identifiers

    /// The record's own first, then by type: those stored in their order, then new ones.
    private func identifiers(in table: MemberTable) -> ([Identifier], unlinked: [Identifier]) {
        var (linked, unlinked): ([Identifier], [Identifier]) = ([], [])
        if let own = statement.ownIdentifier ?? earlier?.ownIdentifier { linked.append(own) }
        var types: [String] = []
        for record in [earlier, statement].compactMap(\.self) {
            for identifier in record.identifiers + record.unlinked where !types.contains(identifier.type) {
                types.append(identifier.type)
            }
        }
        for type in types {
            let parted = PartedIdentifiers(type, in: table)
            linked += parted.linked
            unlinked += parted.unlinked
        }
        return (linked, unlinked)
    }

    // MARK: Bounds

    /// Those of a record that comes whole.
    private static let (mostIdentifiers, mostTraits, mostTraitBytes) = (50, 500, 32 << 10)

    private func overfull(_ table: MemberTable) -> String? {
        var (identifiers, traits, bytes) = (0, 0, 0)
        var traitPath = ""
        for (path, value) in table {
            switch value {
            case .identifiers(let linked, let unlinked): identifiers += linked.count + unlinked.count
            case .trait(let trait):
                traits += trait.count
                bytes += path.utf8.count + trait.size
                traitPath = String(path.prefix { $0 != "/" })
            default: break
            }
        }
        if identifiers > Self.mostIdentifiers { return RecordPath.identifiers }
        return traits > Self.mostTraits || bytes > Self.mostTraitBytes ? traitPath : nil
    }
}

extension TraitValue {
    /// How many values it is, with those within it.
    fileprivate var count: Int {
        switch self {
        case .null, .bool, .number, .text: 1
        case .list(let values): values.reduce(1) { $0 + $1.count }
        case .object(let members): members.values.reduce(1) { $0 + $1.count }
        }
    }

    /// About how many bytes of JSON it is.
    fileprivate var size: Int {
        switch self {
        case .null, .bool: 4
        case .number(let text), .text(let text): text.utf8.count + 2
        case .list(let values): values.reduce(2) { $0 + $1.size }
        case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + $1.value.size }
        }
    }
}
