import Glibc

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

    mutating func carryOut(_ command: Reactor.Command) {
        switch command {
        case .adopt(let id, let handover, let events):
            sessions[id] = Session(id: id, handover, events: events)
        case .exchange(let id, let exchange):
            guard let session = sessions[id] else {
                exchange.tell(.failed(.lost))
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

    /// Waits until something happens, and takes it in.
    mutating func wait() {
        hear()
        dropLate()
    }

    private mutating func hear() {
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
