/// Holds up its callers while it is shut.
actor Gate {
    private var isShut = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var arrived = 0
    private var watching: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func shut() {
        isShut = true
        arrived = 0
    }

    func open() {
        isShut = false
        for one in waiting { one.resume() }
        waiting = []
    }

    func pass() async {
        guard isShut else { return }
        arrived += 1
        for one in watching where one.count <= arrived { one.continuation.resume() }
        watching.removeAll { $0.count <= arrived }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Returns once so many wait here.
    func arrival(of count: Int = 1) async {
        guard arrived < count else { return }
        await withCheckedContinuation { watching.append((count, $0)) }
    }
}
