import Logging
import ProfileStore
import ServiceLifecycle

/// Takes over each second what other processes changed about the keys.
struct KeyRefresh: Service {
    let context: ServerContext

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                do throws(StoreError) {
                    try await context.reloadKeys()
                } catch {
                    // The keys known so far go on to hold: a store that is away must not lock everybody out.
                    context.logger.warning("the keys could not be read again")
                }
            }
        }
    }
}
