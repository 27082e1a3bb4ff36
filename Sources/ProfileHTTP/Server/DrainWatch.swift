import ServiceLifecycle

/// Notes that the service stops, before the port closes.
struct DrainWatch: Service {
    let readiness: Readiness

    func run() async throws {
        try? await gracefulShutdown()
        readiness.drain()
    }
}
