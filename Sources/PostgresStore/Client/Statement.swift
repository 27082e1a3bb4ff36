import SQLStore

typealias Statement = PostgresStatement
typealias Call = PostgresCall

/// Where the tables of a database are.
package enum Layout: Sendable {
    case together
    /// On many machines, by Citus: each statement is planned with its values, which say what machines it is for.
    case spread
}

/// One SQL text with its parameters left open. Each connection prepares it once.
package struct PostgresStatement: Hashable, Sendable {
    /// How far it reaches where tables are spread over machines.
    enum Reach: Hashable, Sendable {
        /// Compares the column each of its tables is distributed by with a parameter: all that happens often.
        case keys
        /// Follows rows of one table to those of another, or looks up a few rows for each of a list, which takes one
        /// round trip or one statement where tables are together. Where they are spread, statements that compare with
        /// parameters take its place.
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
    /// What runs for each element of a list where tables are spread; none or one.
    private let single: [PostgresStatement]

    /// What stands in braces is left out while tables are together: it names the machines to ask, and would have
    /// a single one look through a list for each row.
    init(_ name: String, _ reach: Reach, single: PostgresStatement? = nil, _ sql: String) {
        self.name = name
        self.reach = reach
        self.single = single.map { [$0] } ?? []
        text = sql.replacing(#/\s*\{[^}]*\}/#, with: "")
        spreadText = sql.replacing(#/[{}]/#, with: "")
    }

    func sql(for layout: Layout) -> String {
        switch layout {
        case .together: text
        case .spread: spreadText
        }
    }

    func callAsFunction(_ bind: (inout PostgresParameters) -> Void = { _ in }) -> PostgresCall {
        var parameters = PostgresParameters()
        bind(&parameters)
        return PostgresCall(statement: self, parameters: parameters)
    }
}

extension PostgresStatement: SQLStatement {
    package typealias Values = PostgresParameters
    package typealias Call = PostgresCall
    package typealias Rows = PostgresRows

    package func with(_ bind: @escaping @Sendable (inout PostgresParameters) -> Void) -> PostgresCall {
        callAsFunction(bind)
    }

    package func each<Item: Sendable>(
        _ items: [Item], then: @escaping @Sendable (inout PostgresParameters) -> Void,
        _ bind: @escaping @Sendable (inout PostgresParameters, Item) -> Void
    ) -> [PostgresCall] {
        guard !items.isEmpty else { return [] }
        var parameters = PostgresParameters()
        parameters.addLists(of: items, bind)
        then(&parameters)
        let call = PostgresCall(statement: self, parameters: parameters)
        guard let single = single.first else { return [call] }
        return [
            call.orEach {
                items.map { item in
                    single {
                        bind(&$0, item)
                        then(&$0)
                    }
                }
            }
        ]
    }
}

/// A statement with its values.
package struct PostgresCall: Sendable {
    let statement: PostgresStatement
    let parameters: PostgresParameters
    /// What takes its place where tables are spread.
    private var singles: (@Sendable () -> [PostgresCall])?

    init(statement: PostgresStatement, parameters: PostgresParameters) {
        self.statement = statement
        self.parameters = parameters
    }

    fileprivate func orEach(_ singles: @escaping @Sendable () -> [PostgresCall]) -> PostgresCall {
        var call = self
        call.singles = singles
        return call
    }

    /// What is sent to the server, in order.
    func sent(to layout: Layout) -> [PostgresCall] {
        guard layout == .spread, let singles else { return [self] }
        return singles()
    }
}
