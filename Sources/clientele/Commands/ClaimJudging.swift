import Logging
import ProfileService
import ProfileStore
import ServiceLifecycle

/// Judges claims that wait, a bounded step at a time, so that others get their turn in between.
struct ClaimJudging: Service {
    private static let rest: Duration = .seconds(1)

    let service: ProfileService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.rest)) != nil {
                do throws(StoreError) {
                    try await service.judgeAllClaims()
                } catch {
                    logger.warning("claims could not be judged")
                }
            }
        }
    }
}
