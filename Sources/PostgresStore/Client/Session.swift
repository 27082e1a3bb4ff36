import CPostgres
import Foundation

/// One connection in pipeline mode. Only the reactor's thread uses it.
final class Session {
    enum Health {
        case good
        case lost
    }

    let id: Int
    private let pointer: OpaquePointer
    private let layout: Layout
    private let events: SessionEvents
    private var prepared: Set<String> = []
    private var exchange: Exchange?
    /// For each answer to come, whether it belongs to a call; the others tell that a statement was prepared.
    private var expected: [Bool] = []
    private var results: [OpaquePointer] = []
    private var isSending = false

    init(id: Int, _ handover: Handover, events: SessionEvents) {
        self.id = id
        (pointer, layout) = (handover.pointer, handover.layout)
        self.events = events
        // Neither fails on a connection that is open and idle; if one did, sending would, and the session be lost.
        PQsetnonblocking(pointer, 1)
        PQenterPipelineMode(pointer)
    }

    var descriptor: Int32 { PQsocket(pointer) }
    var wantsToWrite: Bool { isSending }
    var deadline: ContinuousClock.Instant? { exchange?.deadline }
    /// With TLS, bytes that arrived may lie decrypted where no socket shows them.
    var mayHoldBytesBack: Bool { exchange != nil && PQsslInUse(pointer) == 1 }

    func begin(_ exchange: Exchange) -> Health {
        guard self.exchange == nil else {
            exchange.complete(.failed(.lost))
            return .lost
        }
        self.exchange = exchange
        events.status.note(isIdle: false)
        guard exchange.calls.allSatisfy(send), PQpipelineSync(pointer) == 1 else { return .lost }
        return flush()
    }

    /// Takes in what has arrived, and sends what the socket had no room for before.
    func goOn() -> Health {
        guard PQconsumeInput(pointer) == 1 else { return .lost }
        tellNotifications()
        if isSending, flush() == .lost { return .lost }
        return collect()
    }

    /// Closes the connection. A caller that waits gets `lost`.
    func close() {
        if exchange != nil, PQstatus(pointer) == CONNECTION_OK { cancel() }
        PQfinish(pointer)
        clearResults()
        let exchange = exchange
        self.exchange = nil
        events.lost(id)
        exchange?.complete(.failed(.lost))
    }

    private func send(_ call: Call) -> Bool {
        let statement = call.statement
        if !prepared.contains(statement.name) {
            guard PQsendPrepare(pointer, statement.name, statement.sql(for: layout), 0, nil) == 1 else { return false }
            expected.append(false)
        }
        prepared.insert(statement.name)
        expected.append(true)
        return call.parameters.withPointers { values, lengths in
            let binary = [Int32](repeating: 1, count: values.count)
            return PQsendQueryPrepared(
                pointer, statement.name, Int32(clamping: values.count), values, lengths, binary, 1)
        } == 1
    }

    private func flush() -> Health {
        let rest = PQflush(pointer)
        isSending = rest == 1
        return rest < 0 ? .lost : .good
    }

    private func collect() -> Health {
        // Between the answers to two statements comes one missing result, and never several.
        var missing = 0
        while exchange != nil, PQisBusy(pointer) == 0 {
            guard let result = PQgetResult(pointer) else {
                missing += 1
                guard missing < 3 else { return .lost }
                continue
            }
            missing = 0
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
                PQclear(result)
                finish()
            } else {
                results.append(result)
            }
        }
        return PQstatus(pointer) == CONNECTION_OK ? .good : .lost
    }

    private func finish() {
        guard let exchange else { return }
        let outcome = outcome()
        self.exchange = nil
        events.status.note(isIdle: PQtransactionStatus(pointer) == PQTRANS_IDLE)
        exchange.complete(outcome)
    }

    private func outcome() -> Exchange.Outcome {
        defer { clearResults() }
        guard results.count == expected.count else {
            return .failed(.unreadable(detail: "the server's answers do not fit the questions"))
        }
        if let state = results.lazy.compactMap(Self.refusal).first {
            // Which statements the server prepared before it refused one is not worth finding out.
            forgetUnsure()
            return .failed(.refused(sqlState: state))
        }
        let rows = zip(results, expected).filter(\.1).map { Rows($0.0) }
        for (result, isAnswer) in zip(results, expected) where !isAnswer { PQclear(result) }
        results = []
        return .answered(rows)
    }

    /// The SQLSTATE of a result that is an error.
    private static func refusal(_ result: OpaquePointer) -> String? {
        guard PQresultStatus(result) == PGRES_FATAL_ERROR else { return nil }
        return PQresultErrorField(result, clientele_field_of_sql_state).map { String(cString: $0) } ?? "08000"
    }

    private func forgetUnsure() {
        guard let exchange else { return }
        var place = 0
        for call in exchange.calls {
            guard place < expected.count, !expected[place] else {
                place += 1
                continue
            }
            if PQresultStatus(results[place]) != PGRES_COMMAND_OK { prepared.remove(call.statement.name) }
            place += 2
        }
    }

    private func clearResults() {
        for result in results { PQclear(result) }
        results = []
        expected = []
    }

    private func tellNotifications() {
        while let notification = PQnotifies(pointer) {
            if let text = notification.pointee.extra { events.heard(String(cString: text)) }
            PQfreemem(notification)
        }
    }

    /// Asks the server to give up what it is doing, on another thread since that takes a connection of its own.
    private func cancel() {
        guard let request = PQgetCancel(pointer) else { return }
        let handover = Handover(pointer: request)
        Thread.detachNewThread {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(handover.pointer, &message, Int32(message.count))
            PQfreeCancel(handover.pointer)
        }
    }
}

/// The callbacks of a session.
struct SessionEvents: Sendable {
    let lost: @Sendable (Int) -> Void
    var status = SessionStatus()
    var heard: @Sendable (String) -> Void = { _ in }
}

/// An open connection, or a request to cancel, on its way from the thread that made it to the one that uses it.
// Proof of Sendable: the maker keeps no copy of the pointer once it hands this over, and one receiver takes it.
struct Handover: @unchecked Sendable {
    let pointer: OpaquePointer
    var layout = Layout.together
}
