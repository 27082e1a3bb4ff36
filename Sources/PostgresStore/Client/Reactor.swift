import CPostgres
import Foundation
import Glibc
import Synchronization

/// One thread that carries bytes between the server and all connections, so that no other thread ever waits for a
/// socket.
final class Reactor: Sendable {
    enum Command: Sendable {
        case adopt(id: Int, Handover, SessionEvents)
        case exchange(id: Int, Exchange)
        /// Closes a connection, whatever it is doing.
        case drop(id: Int)
        case stop
    }

    private struct Inbox {
        var commands: [Command] = []
        var isStopped = false
    }

    let tally = Tally()
    private let inbox = Mutex(Inbox())
    private let lastID = Atomic(0)
    /// Counts up to wake the thread.
    private let bell: Int32

    /// Starts the thread, which ends with `stop`.
    init() {
        bell = clientele_make_bell()
        Thread.detachNewThread { [self] in
            Thread.current.name = "clientele.pg"
            var loop = ReactorLoop(bell: bell)
            while loop.turn(takeCommands()) {}
            refuseTheRest()
        }
    }

    deinit {
        Glibc.close(bell)
    }

    /// A number for a new connection.
    func drawID() -> Int {
        lastID.add(1, ordering: .relaxed).newValue
    }

    /// Whoever posts an exchange is told how it went, also when the reactor has stopped.
    func post(_ command: Command) {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isStopped else { return false }
            inbox.commands.append(command)
            return true
        }
        guard isTaken else { return Self.refuse(command) }
        ring()
    }

    private func ring() {
        var one: UInt64 = 1
        // It fails only when the bell has been rung that often already.
        _ = write(bell, &one, 8)
    }

    private func takeCommands() -> [Command] {
        inbox.withLock { inbox in
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    private func refuseTheRest() {
        let commands = inbox.withLock { inbox in
            inbox.isStopped = true
            defer { inbox.commands = [] }
            return inbox.commands
        }
        for command in commands { Self.refuse(command) }
    }

    private static func refuse(_ command: Command) {
        switch command {
        case .adopt(let id, let handover, let events):
            Session(id: id, pointer: handover.pointer, events: events).close()
        case .exchange(_, let exchange): exchange.tell(.failed(.lost))
        case .drop, .stop: break
        }
    }
}
