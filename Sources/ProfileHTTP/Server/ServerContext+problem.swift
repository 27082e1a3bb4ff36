import Logging
import ProfileService
import ProfileStore

extension ServerContext {
    /// What a caller is told of an error; what only operators may know is logged.
    func problem(from error: any Error, route: String?) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? StewardError, case .store(let cause) = error {
            return problem(from: cause, route: route)
        }
        if let error = error as? StewardError { return Problem(error) }
        if let error = error as? StoreError {
            logger.error(
                "store error", metadata: ["route": "\(route ?? "")", "cause": .string(String(describing: error))])
            return Problem(error)
        }
        logger.error("unexpected error", metadata: ["route": "\(route ?? "")", "cause": "\(type(of: error))"])
        return Problem(.internalError, "The log of the service says more.")
    }
}
