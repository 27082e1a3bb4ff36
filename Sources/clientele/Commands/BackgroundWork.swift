import Logging
import ProfileStore
import ServiceLifecycle

/// Work that goes on beside requests, a bounded step at a time, so that others get their turn in between.
struct BackgroundWork: Service {
    /// What the log says when it fails; it is tried again.
    let complaint: String
    let logger: Logger
    var rest: Duration = .seconds(1)
    let work: @Sendable () async throws(StoreError) -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: rest)) != nil {
                do throws(StoreError) {
                    try await work()
                } catch {
                    logger.warning("\(complaint)")
                }
            }
        }
    }
}
