/// One SQL text with its parameters left open. Each connection prepares it once.
struct Statement: Hashable, Sendable {
    /// How far it reaches where tables are spread over machines.
    enum Reach: Hashable, Sendable {
        /// Names single values of the column each of its tables is distributed by: all that happens often.
        case keys
        /// Asks every machine, which may only happen where a person waits or a profile is merged.
        case everywhere
        /// Names no distributed table.
        case none
    }

    /// The same on every connection; two statements never share one.
    let name: String
    let sql: String
    let reach: Reach

    init(_ name: String, _ reach: Reach, _ sql: String) {
        self.name = name
        self.sql = sql
        self.reach = reach
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
