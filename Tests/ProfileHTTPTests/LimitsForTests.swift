import ProfileWire
import ProfileStore
import HTTPTypes
import ProfileHTTP

/// Limits that a test can reach.
enum LimitsForTests {
    static let small: HTTPLimits = {
        var limits = HTTPLimits.standard
        limits.batchLines = 3
        limits.lineLength = 1000
        limits.listedErrors = 5
        limits.badLines = 100
        limits.listedWarnings = 2
        return limits
    }()
}
