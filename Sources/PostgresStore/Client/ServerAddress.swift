import CPostgres
import Foundation

/// Where the server is and how to speak to it.
struct ServerAddress: Sendable {
    /// As libpq understands it, whatever it holds: several hosts, TLS modes, certificates, options.
    let url: String
    var layout = Layout.together

    /// What holds unless the URL says otherwise. Times are in seconds, except the last, which is in milliseconds.
    private static let defaults = [
        ("application_name", "clientele"), ("connect_timeout", "5"), ("keepalives_idle", "10"),
        ("keepalives_interval", "5"), ("keepalives_count", "2"), ("tcp_user_timeout", "15000"),
    ]

    /// Whatever the database's own settings are.
    ///
    /// Every statement finds its rows by an index, and must do so from the first day, when the planner does not yet
    /// know how large the tables will become. What a node that vanished had begun is given up, so that its locks are
    /// not kept.
    private var settings: String {
        """
        SELECT set_config(name, value, false) FROM (VALUES ('client_encoding', 'UTF8'), ('jit', 'off'),
            ('plan_cache_mode', '\(planMode)'), ('enable_seqscan', 'off'), ('enable_hashjoin', 'off'),
            ('enable_mergejoin', 'off'), ('lock_timeout', '20s'), ('statement_timeout', '60s'),
            ('idle_in_transaction_session_timeout', '30s'), ('client_connection_check_interval', '2s'),
            ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '2'),
            ('synchronous_commit',
                CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                    ELSE current_setting('synchronous_commit') END)
        ) AS wanted (name, value)
        """
    }

    /// A plan made without values cannot say what machines it is for.
    private var planMode: String {
        switch layout {
        case .together: "force_generic_plan"
        case .spread: "auto"
        }
    }

    /// Opens a connection, on a thread of its own: libpq waits there for name servers, sockets and handshakes.
    func connect() async throws(PostgresFailure) -> Handover {
        let result: Result<Handover, PostgresFailure> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    returning: Result { () throws(PostgresFailure) in
                        Handover(pointer: try open(), layout: layout)
                    })
            }
        }
        return try result.get()
    }

    /// Opens a connection while the calling thread waits; the caller closes it.
    func open() throws(PostgresFailure) -> OpaquePointer {
        let names = Self.defaults.map(\.0) + ["dbname"]
        let values = Self.defaults.map(\.1) + [url]
        guard let pointer = Self.connect(names, values) else { throw .lost }
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        guard PQstatus(pointer) == CONNECTION_OK, isSetUp(pointer) else {
            PQfinish(pointer)
            throw .lost
        }
        return pointer
    }

    private func isSetUp(_ pointer: OpaquePointer) -> Bool {
        let result = PQexec(pointer, settings)
        defer { PQclear(result) }
        return PQresultStatus(result) == PGRES_TUPLES_OK
    }

    private static func connect(_ names: [String], _ values: [String]) -> OpaquePointer? {
        withCStrings(names) { names in withCStrings(values) { PQconnectdbParams(names, $0, 1) } }
    }

    /// Ends with a null pointer, as libpq's lists do.
    private static func withCStrings<Value>(
        _ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { Array($0.utf8CString) }
        let all = copies.flatMap { $0 }
        return all.withUnsafeBufferPointer { all in
            var (pointers, start): ([UnsafePointer<CChar>?], Int) = ([], 0)
            for copy in copies {
                pointers.append(all.baseAddress.map { $0 + start })
                start += copy.count
            }
            return body(pointers + [nil])
        }
    }
}
