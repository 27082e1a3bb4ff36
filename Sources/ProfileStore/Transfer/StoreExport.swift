package import ProfileCore

/// Everything that a store knows without having derived it, page by page, in an order that depends on nothing else.
///
/// Keys of the API and erasures are not part of it: the first belong to their installation, and the second have a
/// ledger of their own.
package struct StoreExport: Sendable {
    private let reader: any RowReading
    private var sections: ArraySlice<ExportEntry.Section>
    private var last: StoredRow?

    /// `reader` has to show one moment for the export to be whole. Only `sections` are read.
    package init(of reader: any RowReading, _ sections: [ExportEntry.Section] = ExportEntry.Section.allCases) {
        self.reader = reader
        self.sections = sections[...]
    }

    /// The next entries, which may be none; nil at the end.
    package mutating func next() async throws(StoreError) -> [ExportEntry]? {
        while let section = sections.first {
            let page = try await reader.page(of: section.table, after: last, limit: .standard)
            last = page.last
            if last == nil {
                sections.removeFirst()
            } else {
                var entries: [ExportEntry] = []
                for row in page {
                    if let entry = try ExportEntry(row, of: section) { entries.append(entry) }
                }
                return entries
            }
        }
        return nil
    }
}

extension ExportEntry.Section {
    /// Where stores keep it.
    package var table: StoredTable {
        switch self {
        case .settings: .settings
        case .catalogue: .catalogue
        case .facts: .facts
        case .held: .links
        case .refused: .conflicts
        case .merges: .merges
        case .separations: .separations
        case .invitations: .invitations
        case .profiles: .profiles
        case .due: .claimQueue
        }
    }
}

// MARK: From rows

extension ExportEntry {
    /// What a row of the section's table says; nil of what stays with its store.
    init?(_ row: StoredRow, of section: Section) throws(StoreError) {
        var values = RowValues(row, of: section.table)
        switch section {
        case .settings:
            guard let setting = try Self.setting(&values) else { return nil }
            self = setting
        case .catalogue: self = .catalogue(try Self.catalogueEntry(&values))
        case .facts: self = try Self.fact(&values)
        case .held: self = .held(try Self.link(&values))
        case .refused: self = .refused(try Self.conflict(&values))
        case .merges:
            for _ in 0..<3 { _ = try values.next() }
            self = .merge(try values.stored(try values.bytes()))
        case .separations: self = .separation(try Self.separation(&values))
        case .invitations:
            let identifier = try values.identifier()
            _ = try values.next()
            self = .assignment(identifier, try values.stored(try values.bytes()))
        case .profiles:
            for _ in 0..<4 { _ = try values.next() }
            // One that is no more stays as its last change.
            guard let bytes = try values.next().bytes else { return nil }
            var state: ProfileState = try values.stored(bytes)
            state.summary = ProfileSummary()
            self = .profile(state)
        case .due: self = .due(try values.identifier())
        }
    }

    private static func setting(_ values: inout RowValues) throws(StoreError) -> ExportEntry? {
        switch try values.text() {
        case StoredSetting.policy: return .policy(try values.stored(try values.bytes()))
        case StoredSetting.identityRules:
            return .identityRules(String(decoding: try values.bytes(), as: UTF8.self))
        default: return nil
        }
    }

    private static func catalogueEntry(_ values: inout RowValues) throws(StoreError) -> CatalogueEntry {
        let key = try values.key()
        _ = try values.next()
        let updatedAt = try values.moment()
        let bytes = try values.next().bytes
        let payload: RecordPayload? = if let bytes { try values.stored(bytes) } else { nil }
        do throws(DecodingFailure) {
            return try CatalogueEntry(key, updatedAt: updatedAt, payload)
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    private static func fact(_ values: inout RowValues) throws(StoreError) -> ExportEntry {
        let key = try values.key()
        let (profile, home) = (try values.id(), try values.id())
        let (happenedAt, updatedAt, receivedAt) = (try values.moment(), try values.moment(), try values.moment())
        guard happenedAt > .withdrawn else {
            return .withdrawal(
                Withdrawal(key: key, updatedAt: updatedAt, receivedAt: receivedAt, profile: profile, home: home))
        }
        let (type, value) = (try values.next().text, try values.next().text)
        let basis = type.flatMap { type in value.map { Identifier(type: type, value: $0) } }
        let payload: RecordPayload = try values.stored(try values.bytes())
        do throws(DecodingFailure) {
            return .fact(
                Fact(
                    record: try payload.record(key: key, updatedAt: updatedAt), receivedAt: receivedAt,
                    filing: Filing(profile: profile, home: home, basis: basis)))
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    private static func link(_ values: inout RowValues) throws(StoreError) -> Link {
        let (identifier, home, profile) = (try values.identifier(), try values.id(), try values.id())
        return Link(
            identifier: identifier, profile: profile, home: home, statedBy: try values.key(),
            linkedAt: try values.moment())
    }

    private static func separation(_ values: inout RowValues) throws(StoreError) -> Separation {
        let (first, second) = (try values.id(), try values.id())
        let facts: [FactKey?] = [
            try fact(named: values.next(), in: values), try fact(named: values.next(), in: values),
        ]
        return Separation(Separation.Side(first, facts[0]), Separation.Side(second, facts[1]))
    }

    private static func fact(named value: StoredValue, in values: RowValues) throws(StoreError) -> FactKey? {
        guard let bytes = value.bytes else { return nil }
        return try values.stored(bytes)
    }

    private static func conflict(_ values: inout RowValues) throws(StoreError) -> Conflict {
        let (fact, identifier) = (try values.key(), try values.identifier())
        guard let rule = Conflict.Rule(rawValue: try values.text()) else { throw values.damaged }
        return Conflict(
            fact: fact, identifier: identifier, rule: rule, limitedType: try values.next().text,
            profile: try values.id(), holder: try values.next().id, at: try values.moment(),
            resolvedAt: try values.next().integer.map(Timestamp.init(milliseconds:)))
    }
}

// MARK: To rows

extension ExportEntry {
    /// The row that says it; nil of what more than one row says.
    package var row: StoredRow? {
        switch self {
        case .policy(let policy):
            StoredRow([.text(StoredSetting.policy), .bytes(Stored.bytes(of: policy))])
        case .identityRules(let rules): StoredRow([.text(StoredSetting.identityRules), .bytes(Array(rules.utf8))])
        case .catalogue(let entry): StoredRow(entry)
        case .fact(let fact): StoredRow(fact)
        case .withdrawal(let withdrawal): StoredRow(withdrawal)
        case .held(let link): StoredRow(link)
        case .refused(let conflict): StoredRow(conflict)
        case .merge(let merge):
            StoredRow([
                .id(merge.absorbed), .moment(merge.at), .id(merge.survivor), .bytes(Stored.bytes(of: merge)),
            ])
        case .separation(let separation):
            StoredRow([
                .id(separation.first.profile), .id(separation.second.profile), .fact(separation.first.fact),
                .fact(separation.second.fact),
            ])
        case .assignment(let identifier, let assignment):
            StoredRow([
                .text(identifier.type), .text(identifier.value), .moment(assignment.changedAt),
                .bytes(Stored.bytes(of: assignment)),
            ])
        case .profile: nil
        case .due(let identifier):
            StoredRow(
                [.text(identifier.type), .text(identifier.value), .integer(0)] + Array(repeating: .null, count: 5))
        }
    }
}

extension StoredRow {
    /// All that an export brings back was saved at once.
    fileprivate init(_ entry: CatalogueEntry) {
        let payload = entry.record.map { StoredValue.bytes(Stored.bytes(of: RecordPayload($0))) }
        self.init(Self.values(of: entry.key) + [.integer(0), .moment(entry.updatedAt), payload ?? .null])
    }

    fileprivate init(_ fact: Fact) {
        self.init(
            Self.values(of: fact.key) + [
                .id(fact.filing.profile), .id(fact.filing.home), .moment(fact.record.happenedAt),
                .moment(fact.record.updatedAt), .moment(fact.receivedAt), .optional(fact.filing.basis?.type),
                .optional(fact.filing.basis?.value), .bytes(Stored.bytes(of: RecordPayload(fact.record))),
            ])
    }

    fileprivate init(_ withdrawal: Withdrawal) {
        self.init(
            Self.values(of: withdrawal.key) + [
                .id(withdrawal.profile), .id(withdrawal.home), .moment(.withdrawn), .moment(withdrawal.updatedAt),
                .moment(withdrawal.receivedAt), .null, .null, .bytes([]),
            ])
    }

    fileprivate init(_ link: Link) {
        self.init(
            [.text(link.identifier.type), .text(link.identifier.value), .id(link.home), .id(link.profile)]
                + Self.values(of: link.statedBy) + [.moment(link.linkedAt)])
    }

    fileprivate init(_ conflict: Conflict) {
        self.init(
            Self.values(of: conflict.fact) + [
                .text(conflict.identifier.type), .text(conflict.identifier.value), .text(conflict.rule.rawValue),
                .optional(conflict.limitedType), .id(conflict.profile), conflict.holder.map(StoredValue.id) ?? .null,
                .moment(conflict.at), conflict.resolvedAt.map(StoredValue.moment) ?? .null,
            ])
    }

    private static func values(of key: FactKey) -> [StoredValue] {
        [.integer(Int64(key.kind.rawValue)), .text(key.source), .text(key.id)]
    }
}

extension StoredValue {
    fileprivate static func moment(_ moment: Timestamp) -> StoredValue { .integer(moment.milliseconds) }
    fileprivate static func fact(_ key: FactKey?) -> StoredValue { key.map { .bytes(Stored.bytes(of: $0)) } ?? .null }
    fileprivate static func optional(_ text: String?) -> StoredValue { text.map(StoredValue.text) ?? .null }
}

/// The values of a row, taken one after the other.
struct RowValues {
    private let table: StoredTable
    private var values: ArraySlice<StoredValue>

    init(_ row: StoredRow, of table: StoredTable) {
        self.table = table
        values = row.values[...]
    }

    mutating func next() throws(StoreError) -> StoredValue {
        guard let value = values.popFirst() else { throw damaged }
        return value
    }

    mutating func integer() throws(StoreError) -> Int64 { try required(\.integer) }
    mutating func text() throws(StoreError) -> String { try required(\.text) }
    mutating func bytes() throws(StoreError) -> [UInt8] { try required(\.bytes) }
    mutating func id() throws(StoreError) -> ProfileID { try required(\.id) }
    mutating func moment() throws(StoreError) -> Timestamp { Timestamp(milliseconds: try integer()) }

    mutating func identifier() throws(StoreError) -> Identifier {
        Identifier(type: try text(), value: try text())
    }

    mutating func key() throws(StoreError) -> FactKey {
        guard let kind = RecordKind(rawValue: UInt8(clamping: try integer())) else { throw damaged }
        return FactKey(kind: kind, source: try text(), id: try text())
    }

    private mutating func required<Value>(_ part: (StoredValue) -> Value?) throws(StoreError) -> Value {
        guard let value = part(try next()) else { throw damaged }
        return value
    }

    func stored<Value: Storable>(_ bytes: [UInt8]) throws(StoreError) -> Value {
        do throws(DecodingFailure) {
            return try Stored.value(from: bytes)
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    /// A row that this version does not understand.
    var damaged: StoreError { .unreadable(detail: "a row of \(table.name) is not as it should be") }
}
