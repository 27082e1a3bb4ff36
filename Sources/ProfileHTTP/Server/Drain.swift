import ServiceLifecycle

/// What comes first when the server is asked to stop: it says so and goes on to serve, so that whoever sends requests
/// here has the time to send them elsewhere.
struct Drain: Service {
    let readiness: Readiness
    let duration: Duration

    func run() async throws {
        try? await gracefulShutdown()
        readiness.drain()
        try? await Task.sleep(for: duration)
    }
}
