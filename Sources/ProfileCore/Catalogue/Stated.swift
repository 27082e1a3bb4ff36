/// A product or an agent, and who says what of it.
package struct Stated<Record: StatedRecord>: Hashable, Sendable {
    package struct Statement: Hashable, Sendable {
        package let source: String
        package let updatedAt: Timestamp
        package let record: Record
    }

    package let id: String
    /// Those that count first come first: by the priority of their source, then by their time.
    package private(set) var statements: [Statement] = []

    init(id: String) {
        self.id = id
    }

    /// Returns how many statements there are more.
    mutating func take(_ entry: CatalogueEntry, _ priorities: [String: Int]) -> Int {
        let before = statements.count
        statements.removeAll { $0.source == entry.key.source }
        guard let record = entry.record.flatMap({ Record(of: $0.body) }) else { return statements.count - before }
        let statement = Statement(source: entry.key.source, updatedAt: entry.updatedAt, record: record)
        let rank = { (statement: Statement) in (priorities[statement.source] ?? 0, statement.updatedAt) }
        let place = statements.firstIndex { rank($0) < rank(statement) } ?? statements.count
        statements.insert(statement, at: place)
        return statements.count - before
    }

    /// The field as it is stated first; empty never counts.
    func value<Value>(_ field: KeyPath<Record, Value?>) -> Value? {
        for statement in statements {
            if let value = statement.record[keyPath: field] { return value }
        }
        return nil
    }

    /// The list as it is stated first; an empty one never counts.
    func list(_ field: KeyPath<Record, [String]>) -> [String] {
        statements.first { !$0.record[keyPath: field].isEmpty }?.record[keyPath: field] ?? []
    }
}

/// What sources state of one thing that all of them name alike.
package protocol StatedRecord: RecordPart {
    /// Nil for the body of another kind.
    init?(of body: SourceRecord.Body)
}

package typealias Product = Stated<ProductRecord>

extension ProductRecord: StatedRecord {
    package init?(of body: SourceRecord.Body) {
        guard case .product(let record) = body else { return nil }
        self = record
    }
}

extension Stated where Record == ProductRecord {
    package var sku: String { id }
    package var name: String? { value(\.name) }
    package var category: String? { value(\.category) }
    package var stock: Quantity? { value(\.stock) }
    package var replacedBy: String? { value(\.replacedBy) }
    package var url: String? { value(\.url) }
    /// Whether any source says so.
    package var isRecalled: Bool { statements.contains { $0.record.isRecalled ?? false } }
    package var complementOf: [String] { list(\.complementOf) }

    /// With the currency of the same statement.
    package var price: (amount: UnitPrice, currency: Currency)? {
        for statement in statements {
            if let price = statement.record.price, let currency = statement.record.currency { return (price, currency) }
        }
        return nil
    }
}

/// Interactions name agents without saying whose id it is, so two sources that state one id mean one agent.
package typealias Agent = Stated<AgentRecord>

extension AgentRecord: StatedRecord {
    package init?(of body: SourceRecord.Body) {
        guard case .agent(let record) = body else { return nil }
        self = record
    }
}

extension Stated where Record == AgentRecord {
    package var name: String? { value(\.name) }
    package var channels: [String] { list(\.channels) }
    package var languages: [String] { list(\.languages) }
    package var skills: [String] { list(\.skills) }
    package var employer: String? { value(\.employer) }
}
