import ProfileHTTP

extension HTTPLimits {
    init(_ reader: DeploymentReader) throws(DeploymentError) {
        self = .standard
        if let value = try reader.integer("http.max_connections", in: 1...1_000_000) { connections = value }
        if let value = try reader.integer("http.max_ingest_streams", in: 1...10_000) { ingestStreams = value }
        if let value = try reader.integer("http.request_seconds", in: 1...86_400) { requestDeadline = .seconds(value) }
        if let value = try reader.integer("http.idle_seconds", in: 1...86_400) { idleTimeout = .seconds(value) }
        if let value = try reader.integer("http.body_bytes", in: 1024...1 << 30) { bodySize = value }
    }
}
