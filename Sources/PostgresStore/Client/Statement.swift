/// One SQL text with its parameters left open. Each connection prepares it once.
struct Statement: Hashable, Sendable {
    /// How far it reaches where tables are spread over machines.
    enum Reach: Hashable, Sendable {
        /// Compares the column each of its tables is distributed by with a parameter: all that happens often.
        case keys
        /// Follows rows of one table to those of another, which takes one round trip less. Where tables are spread,
        /// two statements that compare with parameters take its place.
        case joined
        /// Asks every machine, which may only happen where a person waits or a profile is merged.
        case everywhere
        /// Names no distributed table.
        case none
    }

    /// The same on every connection; two statements never share one.
    let name: String
    let reach: Reach
    private let text: String
    private let spreadText: String

    /// What stands in braces is left out while tables are together: it names the machines to ask, and would have
    /// a single one look through a list for each row.
    init(_ name: String, _ reach: Reach, _ sql: String) {
        self.name = name
        self.reach = reach
        text = sql.replacing(#/\s*\{[^}]*\}/#, with: "")
        spreadText = sql.replacing(#/[{}]/#, with: "")
    }

    func sql(for layout: Layout) -> String {
        switch layout {
        case .together: text
        case .spread: spreadText
        }
    }

    func callAsFunction(_ bind: (inout Parameters) -> Void = { _ in }) -> Call {
        var parameters = Parameters()
        bind(&parameters)
        return Call(statement: self, parameters: parameters)
    }
}

/// A statement with its values.
struct Call: Sendable {
    let statement: Statement
    let parameters: Parameters
}
