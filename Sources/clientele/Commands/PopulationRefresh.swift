import Logging
import ProfileService
import ProfileStore
import ServiceLifecycle

/// Counts the population anew soon after each UTC midnight, when everybody's 365 days have moved.
struct PopulationRefresh: Service {
    let service: ProfileService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(30))) != nil {
                do throws(StoreError) {
                    try await service.refreshPopulation()
                } catch {
                    logger.warning("the population could not be counted")
                }
            }
        }
    }
}
