package import ProfileCore
package import ProfileStore

/// The columns of one row, read in their order; valid until the next row.
package protocol RowColumns {
    /// Where the bytes of the next column lie; nil for null.
    mutating func optionalRawBytes() -> UnsafeRawBufferPointer?
    mutating func optionalInteger() throws(StoreError) -> Int64?
    mutating func optionalText() throws(StoreError) -> String?
    /// A number of few bits.
    mutating func small() throws(StoreError) -> UInt8
    mutating func flag() throws(StoreError) -> Bool
}

/// What a statement gave, row by row.
package protocol RowSet {
    associatedtype Row: RowColumns

    /// Hands the rows to `body` until there are none left or it returns false.
    func forEach(while body: (inout Row) throws(StoreError) -> Bool) throws(StoreError)
}

// MARK: Columns to values

private func present<Value>(_ value: Value?) throws(StoreError) -> Value {
    guard let value else { throw .unreadable(detail: "a column that is never null is") }
    return value
}

extension RowColumns {
    package mutating func integer() throws(StoreError) -> Int64 { try present(try optionalInteger()) }

    package mutating func text() throws(StoreError) -> String { try present(try optionalText()) }

    package mutating func moment() throws(StoreError) -> Timestamp { Timestamp(milliseconds: try integer()) }

    package mutating func optionalMoment() throws(StoreError) -> Timestamp? {
        try optionalInteger().map(Timestamp.init(milliseconds:))
    }

    package mutating func optionalBytes() -> [UInt8]? { optionalRawBytes().map(Array.init) }

    package mutating func id() throws(StoreError) -> ProfileID { try present(try optionalID()) }

    package mutating func optionalID() throws(StoreError) -> ProfileID? {
        guard let bytes = optionalRawBytes() else { return nil }
        guard let id = ProfileID(bytes) else {
            throw .unreadable(detail: "a stored profile id is not 16 bytes long")
        }
        return id
    }

    package mutating func value<Value: Storable>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
        try present(try optionalValue())
    }

    package mutating func optionalValue<Value: Storable>() throws(StoreError) -> Value? {
        guard let bytes = optionalRawBytes() else { return nil }
        do throws(DecodingFailure) { return try Stored.value(from: bytes) } catch { throw StoreError(error) }
    }

    package mutating func key() throws(StoreError) -> FactKey {
        guard let kind = RecordKind(rawValue: try small()) else {
            throw .unreadable(detail: "a stored fact has an impossible kind")
        }
        return FactKey(kind: kind, source: try text(), id: try text())
    }

    package mutating func identifier() throws(StoreError) -> Identifier {
        Identifier(type: try text(), value: try text())
    }

    /// Of two columns, which are null together.
    package mutating func optionalIdentifier() throws(StoreError) -> Identifier? {
        let (type, value) = (try optionalText(), try optionalText())
        guard let type, let value else { return nil }
        return Identifier(type: type, value: value)
    }
}

// MARK: Rows to values

/// In the order in which the statements of every engine name the columns.
extension RowColumns {
    package mutating func fact() throws(StoreError) -> Fact {
        let key = try key()
        let (profile, home) = (try id(), try id())
        let (updatedAt, receivedAt) = (try moment(), try moment())
        let basis = try optionalIdentifier()
        let payload: RecordPayload = try value()
        do throws(DecodingFailure) {
            return Fact(
                record: try payload.record(key: key, updatedAt: updatedAt), receivedAt: receivedAt,
                filing: Filing(profile: profile, home: home, basis: basis))
        } catch {
            throw StoreError(error)
        }
    }

    /// What is remembered of a withdrawn fact, from the columns of a fact.
    package mutating func withdrawal() throws(StoreError) -> Withdrawal {
        let (key, profile, home) = (try key(), try id(), try id())
        let (updatedAt, receivedAt) = (try moment(), try moment())
        return Withdrawal(key: key, updatedAt: updatedAt, receivedAt: receivedAt, profile: profile, home: home)
    }

    /// From the two profiles and their facts.
    package mutating func separation() throws(StoreError) -> Separation {
        let (first, second) = (try id(), try id())
        let (firstFact, secondFact): (FactKey?, FactKey?) = (try optionalValue(), try optionalValue())
        return Separation(Separation.Side(first, firstFact), Separation.Side(second, secondFact))
    }

    package mutating func link() throws(StoreError) -> Link {
        Link(
            identifier: try identifier(), profile: try id(), home: try id(), statedBy: try key(),
            linkedAt: try moment())
    }

    package mutating func conflict() throws(StoreError) -> Conflict {
        let (fact, identifier) = (try key(), try identifier())
        guard let rule = Conflict.Rule(rawValue: try text()) else {
            throw .unreadable(detail: "a stored conflict has an unknown rule")
        }
        return Conflict(
            fact: fact, identifier: identifier, rule: rule, limitedType: try optionalText(), profile: try id(),
            holder: try optionalID(), at: try moment(), resolvedAt: try optionalMoment())
    }

    package mutating func tally() throws(StoreError) -> TallyRow {
        guard let kind = TallyKind(rawValue: try small()) else {
            throw .unreadable(detail: "a stored tally has an impossible kind")
        }
        return TallyRow(TallyKey(kind, try text()), try value())
    }

    /// A queued identifier and how far its claims were judged.
    mutating func duePlace() throws(StoreError) -> DueClaims.Place {
        let (identifier, stamp, hasBegun) = (try identifier(), try integer(), try flag())
        let cursor = DueClaims.Cursor(at: try moment(), fact: try key())
        let band = try optionalInteger().map(Int.init)
        return DueClaims.Place(identifier: identifier, stamp: stamp, after: hasBegun ? cursor : nil, band: band)
    }

    /// Facts by kind, then links, conflicts, merges, separations and aliases.
    mutating func erasureCounts() throws(StoreError) -> ErasureCounts {
        var facts: [RecordKind: Int] = [:]
        for kind in RecordKind.ofProfiles {
            let count = Int(try integer())
            if count > 0 { facts[kind] = count }
        }
        return ErasureCounts(
            facts: facts, links: Int(try integer()), conflicts: Int(try integer()), merges: Int(try integer()),
            separations: Int(try integer()), aliases: Int(try integer()), assignments: Int(try integer()))
    }

    /// A row as it is.
    mutating func row(of table: StoredTable) throws(StoreError) -> StoredRow {
        var values: [StoredValue] = []
        values.reserveCapacity(table.columns.count)
        for column in table.columns {
            let value: StoredValue? =
                switch column.kind {
                case .integer, .small: try optionalInteger().map(StoredValue.integer)
                case .text: try optionalText().map(StoredValue.text)
                case .bytes: optionalBytes().map(StoredValue.bytes)
                case .id: try optionalID().map(StoredValue.id)
                }
            values.append(value ?? .null)
        }
        return StoredRow(values)
    }
}

// MARK: Sets of rows

extension RowSet {
    package func each(_ body: (inout Row) throws(StoreError) -> Void) throws(StoreError) {
        try forEach { row throws(StoreError) in
            try body(&row)
            return true
        }
    }

    package func all<Value>(_ read: (inout Row) throws(StoreError) -> Value) throws(StoreError) -> [Value] {
        var values: [Value] = []
        try each { row throws(StoreError) in values.append(try read(&row)) }
        return values
    }

    package func first<Value>(_ read: (inout Row) throws(StoreError) -> Value) throws(StoreError) -> Value? {
        var value: Value?
        try forEach { row throws(StoreError) in
            value = try read(&row)
            return false
        }
        return value
    }

    package var isEmpty: Bool {
        get throws(StoreError) { try first { _ throws(StoreError) in true } == nil }
    }

    package func facts() throws(StoreError) -> [Fact] { try all { row throws(StoreError) in try row.fact() } }

    package func links() throws(StoreError) -> [Link] { try all { row throws(StoreError) in try row.link() } }

    package func conflicts() throws(StoreError) -> [Conflict] {
        try all { row throws(StoreError) in try row.conflict() }
    }

    package func separations() throws(StoreError) -> [Separation] {
        try all { row throws(StoreError) in try row.separation() }.distinct
    }

    /// Oldest first.
    package func merges() throws(StoreError) -> [Merge] {
        let merges: Set<Merge> = Set(try values())
        return merges.sorted { ($0.at, $0.absorbed) < ($1.at, $1.absorbed) }
    }

    package func ids() throws(StoreError) -> [ProfileID] { try all { row throws(StoreError) in try row.id() } }

    package func identifiers() throws(StoreError) -> [Identifier] {
        try all { row throws(StoreError) in try row.identifier() }
    }

    package func values<Value: Storable>() throws(StoreError) -> [Value] {
        try all { row throws(StoreError) in try row.value() }
    }

    package func integer() throws(StoreError) -> Int64? {
        try first { row throws(StoreError) in try row.optionalInteger() } ?? nil
    }

    /// Of a single row that is a single column.
    package func bytes() throws(StoreError) -> [UInt8]? {
        try first { row throws(StoreError) in row.optionalBytes() } ?? nil
    }

    /// By profile, in their order.
    package func tallies() throws(StoreError) -> [ProfileID: [TallyRow]] {
        var tallies: [ProfileID: [TallyRow]] = [:]
        try each { row throws(StoreError) in tallies[try row.id(), default: []].append(try row.tally()) }
        return tallies
    }

    /// The states of profiles, decoded on all processors. Few enough at a time are held in memory as bytes too.
    package func eachState(_ body: (ProfileState) -> Void) throws(StoreError) {
        var stored: [[UInt8]] = []
        try each { row throws(StoreError) in
            stored.append(try present(row.optionalBytes()))
            guard stored.count == Stored.atOnce else { return }
            try Self.decode(stored, body)
            stored.removeAll(keepingCapacity: true)
        }
        try Self.decode(stored, body)
    }

    private static func decode(_ stored: [[UInt8]], _ body: (ProfileState) -> Void) throws(StoreError) {
        do throws(DecodingFailure) {
            for state: ProfileState in try Stored.values(ofEach: stored) { body(state) }
        } catch {
            throw StoreError(error)
        }
    }
}

extension Stored {
    /// Enough values for several processors to share the work, and few enough to be held in memory beside it.
    package static let atOnce = 1_024
}

extension StoreError {
    package init(_ failure: DecodingFailure) {
        self = .unreadable(detail: failure.detail)
    }
}
