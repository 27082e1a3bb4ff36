package import Logging
import ProfileCore
package import ProfileService
package import ProfileWire

/// What every operation has at hand.
package struct ServerContext: Sendable {
    package let service: ProfileService
    /// How records are read; the moment of arrival is set for each.
    package let decoding: DecodingContext
    /// The rules by which the service derives profiles, to explain them.
    let rules: ProfileRules
    package let limits: HTTPLimits
    package let logger: Logger
    let keys: KeyRing
    let readiness: Readiness
    let probe: StoreProbe
    let registry: MetricsRegistry
    let metrics: ServerMetrics
    let requests: RequestLog
    let streams: StreamSlots
    let backlog: Backlog
    let version: String
    let now: @Sendable () -> Timestamp

    var normalizer: IdentifierNormalizer { decoding.normalizer }

    func decoder() -> RecordDecoder {
        var context = decoding
        context.arrivedAt = now()
        return RecordDecoder(context)
    }
}
