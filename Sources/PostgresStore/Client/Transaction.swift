import ProfileStore

extension PostgresStatement {
    /// Each statement sees what was committed before it began, which is what the locks taken before it are for.
    static let begin = PostgresStatement("begin", .none, "BEGIN ISOLATION LEVEL READ COMMITTED")
    /// For several reads of one moment.
    static let beginReading = PostgresStatement(
        "begin_reading", .none, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    static let commit = PostgresStatement("commit", .none, "COMMIT")
    static let rollBack = PostgresStatement("roll_back", .none, "ROLLBACK")
    static let signOfLife = PostgresStatement("sign_of_life", .none, "SELECT 1")
}

/// A transaction on a connection of its own. It begins with the first calls. Only the pool ends it, so its holder
/// cannot commit it, keep it or leave it open.
struct Transaction: ~Copyable {
    enum Kind {
        /// Each statement sees what was committed before it.
        case writing
        /// All statements see one moment, and none writes.
        case moment

        fileprivate var begin: Call { self == .writing ? Statement.begin() : Statement.beginReading() }
    }

    private let connection: Connection
    /// Goes to the server with the next calls.
    private var opening: [Call]

    fileprivate init(_ kind: Kind, on connection: Connection) {
        self.connection = connection
        opening = [kind.begin]
    }

    var layout: Layout { connection.layout }

    /// Sends all calls at once and waits for all answers.
    mutating func run(_ calls: [Call]) async throws(PostgresFailure) -> [Rows] {
        let opening = opening
        self.opening = []
        return Array(try await connection.run(opening + calls).dropFirst(opening.count))
    }

    /// Gives up everything, all locks too.
    mutating func beginAnew() {
        opening = opening.isEmpty ? [Statement.rollBack(), Statement.begin()] : opening
        connection.reactor.counts.note(.race)
    }

    fileprivate func end(_ calls: [Call]) async throws(PostgresFailure) -> [Rows] {
        Array(try await connection.run(opening + calls).dropFirst(opening.count))
    }

    /// How a transaction ends, and what comes of it.
    enum Ending<Value> {
        /// With the last calls; `read` takes their answers.
        case commit([Call], read: ([Rows]) throws(StoreError) -> Value)
        case rollBack(Value)
    }
}

extension Pool {
    /// Lends a connection for a transaction, which ends as `body` says, or leaves no trace when `body` fails.
    func transaction<Value: Sendable>(
        of kind: Transaction.Kind = .writing,
        _ body: (inout Transaction) async throws(PostgresFailure) -> Transaction.Ending<Value>
    ) async throws(PostgresFailure) -> Value {
        try await withConnection { connection async throws(PostgresFailure) in
            do throws(PostgresFailure) {
                var transaction = Transaction(kind, on: connection)
                switch try await body(&transaction) {
                case .commit(let calls, let read):
                    let rows = try await transaction.end(calls + [Statement.commit()])
                    return try reading { () throws(StoreError) in try read(rows.dropLast()) }
                case .rollBack(let value):
                    _ = try await transaction.end([Statement.rollBack()])
                    return value
                }
            } catch {
                if error != .lost { _ = try await connection.run(Statement.rollBack()) }
                throw error
            }
        }
    }
}

/// What `body` reads in answers.
func reading<Value>(_ body: () throws(StoreError) -> Value) throws(PostgresFailure) -> Value {
    do throws(StoreError) {
        return try body()
    } catch {
        if case .unreadable(let detail) = error { throw .unreadable(detail: detail) }
        throw .unreadable(detail: "a row cannot be read")
    }
}

/// What goes to the server around calls that only read.
struct Frame {
    private let before: [Call]
    private let after: [Call]

    static let none = Frame(before: [], after: [])
    /// All see one moment.
    static let moment = Frame(before: [Statement.beginReading()], after: [Statement.commit()])

    /// Each sees what is committed everywhere.
    static func shownEverywhere(_ layout: Layout) -> Frame {
        switch layout {
        case .together: .none
        case .spread: Frame(before: [Statement.begin(), Statement.lockStripes()], after: [Statement.commit()])
        }
    }

    func calls(around calls: [Call]) -> [Call] { before + calls + after }

    /// The answers to the calls alone.
    func answers(of rows: [Rows]) -> [Rows] { Array(rows.dropFirst(before.count).dropLast(after.count)) }
}
