import ProfileService
import ServiceLifecycle

/// Keeps this node's cache true to what other nodes of the same store do.
struct ChangeFollowing: Service {
    let service: ProfileService

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await service.followChanges()
            // An embedded store has nothing to follow; a service that returned would end the whole group.
            while (try? await Task.sleep(for: .seconds(3600))) != nil {}
        }
    }
}
