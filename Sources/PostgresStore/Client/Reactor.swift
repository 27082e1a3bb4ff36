import CPostgres
import Dispatch
import Foundation
import Glibc
import Synchronization

/// One thread that carries bytes between the server and all connections, so that no other thread ever waits for a
/// socket. It also runs tasks that do little but send and hear; whatever takes time belongs elsewhere.
final class Reactor: Sendable {
    enum Command: Sendable {
        case adopt(id: Int, Handover, SessionEvents)
        case exchange(id: Int, Exchange)
        /// Closes a connection, whatever it is doing.
        case drop(id: Int)
        /// Runs a step of a task that prefers the reactor's thread.
        case step(UnownedJob)
        case stop
    }

    private struct Inbox {
        var commands: [Command] = []
        /// Whether the thread waits, or is about to, and has to be woken.
        var isAsleep = false
        var isStopped = false
    }

    let counts = ServerMetrics()
    private let inbox = Mutex(Inbox())
    private let lastID = Atomic(0)
    /// Counts up to wake the thread.
    private let bell: Int32

    /// Starts the thread, which ends with `stop`.
    init() {
        bell = clientele_make_bell()
        Thread.detachNewThread { [self] in
            Thread.current.name = "clientele.pg"
            var loop = ReactorLoop(bell: bell, running: run)
            while !loop.isStopped {
                for command in takeCommands() { apply(command, &loop) }
                guard !loop.isStopped else { continue }
                // Answers are heard between commands, however many of these come.
                loop.wait(isIdle: fallAsleep())
                wakeUp()
            }
            for command in takeCommands(andStop: true) { refuse(command) }
        }
    }

    deinit {
        Glibc.close(bell)
    }

    /// A number for a new connection.
    func drawID() -> Int {
        lastID.add(1, ordering: .relaxed).newValue
    }

    /// Each exchange gets an answer, also when the reactor has stopped.
    func post(_ command: Command) {
        let (isTaken, rings) = inbox.withLock { inbox in
            guard !inbox.isStopped else { return (false, false) }
            inbox.commands.append(command)
            defer { inbox.isAsleep = false }
            return (true, inbox.isAsleep)
        }
        guard isTaken else { return refuse(command) }
        if rings { ring() }
    }

    private func ring() {
        var one: UInt64 = 1
        // It fails only when the bell has been rung that often already.
        _ = write(bell, &one, 8)
    }

    private func takeCommands(andStop stops: Bool = false) -> [Command] {
        inbox.withLock { inbox in
            inbox.isStopped = stops
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    /// False when there is something to do first.
    private func fallAsleep() -> Bool {
        inbox.withLock { inbox in
            inbox.isAsleep = inbox.commands.isEmpty
            return inbox.isAsleep
        }
    }

    private func wakeUp() {
        inbox.withLock { $0.isAsleep = false }
    }

    private func apply(_ command: Command, _ loop: inout ReactorLoop) {
        loop.isStopped ? refuse(command) : loop.apply(command)
    }

    private func refuse(_ command: Command) {
        switch command {
        case .adopt(let id, let handover, let events):
            Session(id: id, handover, events: events).close()
        case .exchange(_, let exchange): exchange.complete(.failed(.lost))
        // A task has to come to its end all the same.
        case .step(let job): DispatchQueue.global().async { [self] in run(job) }
        case .drop, .stop: break
        }
    }
}

extension Reactor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        post(.step(UnownedJob(job)))
    }

    func run(_ job: UnownedJob) {
        job.runSynchronously(on: asUnownedTaskExecutor())
    }
}

/// What the reactor's thread knows and does; nobody else sees it.
struct ReactorLoop {
    private let bell: Int32
    private let run: (UnownedJob) -> Void
    private var sessions: [Int: Session] = [:]
    private(set) var isStopped = false

    init(bell: Int32, running run: @escaping (UnownedJob) -> Void) {
        self.bell = bell
        self.run = run
    }

    mutating func apply(_ command: Reactor.Command) {
        switch command {
        case .adopt(let id, let handover, let events):
            sessions[id] = Session(id: id, handover, events: events)
        case .exchange(let id, let exchange):
            guard let session = sessions[id] else {
                exchange.complete(.failed(.lost))
                break
            }
            if session.begin(exchange) == .lost { drop(session) }
        case .drop(let id):
            if let session = sessions[id] { drop(session) }
        case .step(let job): run(job)
        case .stop:
            for session in sessions.values { session.close() }
            sessions = [:]
            isStopped = true
        }
    }

    /// Takes in what has happened. Waits until something does if `isIdle`.
    mutating func wait(isIdle: Bool) {
        hear(within: isIdle ? patience : 0)
        dropLate()
    }

    private mutating func hear(within patience: Int32) {
        let sessions = Array(sessions.values)
        var watched = sessions.map { session in
            pollfd(fd: session.descriptor, events: Int16(POLLIN | (session.wantsToWrite ? POLLOUT : 0)), revents: 0)
        }
        watched.append(pollfd(fd: bell, events: Int16(POLLIN), revents: 0))
        guard poll(&watched, nfds_t(watched.count), patience) >= 0 else { return }
        if watched[sessions.count].revents != 0 { silenceBell() }
        for (session, event) in zip(sessions, watched) where event.revents != 0 || session.mayHoldBytesBack {
            if session.goOn() == .lost { drop(session) }
        }
    }

    private mutating func dropLate() {
        let now = ContinuousClock.now
        for session in sessions.values where session.deadline.map({ $0 < now }) ?? false { drop(session) }
    }

    private mutating func drop(_ session: Session) {
        sessions[session.id] = nil
        session.close()
    }

    /// Milliseconds until the first deadline, at least one; -1 when there is none.
    private var patience: Int32 {
        if sessions.values.contains(where: \.mayHoldBytesBack) { return 5 }
        guard let first = sessions.values.compactMap(\.deadline).min() else { return -1 }
        let rest = ContinuousClock.now.duration(to: first)
        return Int32(max(1, min(rest / .milliseconds(1), 60_000)))
    }

    private func silenceBell() {
        var count: UInt64 = 0
        _ = read(bell, &count, 8)
    }
}
