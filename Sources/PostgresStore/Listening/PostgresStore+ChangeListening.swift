package import ProfileStore

extension PostgresStore: ChangeListening {
    package func listen(_ heard: @escaping @Sendable (ChangeNews) -> Void) async {
        let listener = Listener(address: address, reactor: reactor, horizon: horizon, heard: heard)
        var backoff = Backoff()
        while !Task.isCancelled, !pool.isClosed {
            if await listener.listenOnce(while: { !self.pool.isClosed }) { backoff.succeed() }
            heard(.lost)
            reactor.tally.noteListeningLoss()
            backoff.fail(at: .now)
            try? await Task.sleep(for: backoff.rest(at: .now))
        }
    }
}
