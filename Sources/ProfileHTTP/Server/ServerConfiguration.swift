package import ProfileCore
package import ProfileWire

/// What the HTTP server has to be told.
package struct ServerConfiguration: Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    package var limits: HTTPLimits
    /// How long it goes on to serve when it was asked to stop.
    package var drain: Duration
    /// How records are read; its moment of arrival does not matter.
    package var decoding: DecodingContext
    /// The rules that the service derives profiles by, to explain them.
    package var rules: ProfileRules
    /// Shown in metrics.
    package var version: String

    package init(
        host: String = "127.0.0.1", port: Int = 8080, limits: HTTPLimits = .standard,
        drain: Duration = .zero,
        decoding: DecodingContext = DecodingContext(arrivedAt: Timestamp(milliseconds: 0)),
        rules: ProfileRules = .standard, version: String = "dev"
    ) {
        self.host = host
        self.port = port
        self.limits = limits
        self.drain = drain
        self.decoding = decoding
        self.rules = rules
        self.version = version
    }
}
