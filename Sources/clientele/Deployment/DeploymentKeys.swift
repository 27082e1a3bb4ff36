import ProfileWire

/// Every key the configuration knows. A key outside this list is a mistake somebody would want to hear of.
enum DeploymentKeys {
    static let scalars = [
        "database", "read_database", "allow_unsafe_database",
        "admin_key", "default_time_zone", "default_currency", "default_phone_region",
        "contact_hours.from", "contact_hours.to", "sources.accept_undeclared", "http.host", "http.port",
        "http.max_connections", "http.max_ingest_streams", "http.request_seconds", "http.idle_seconds",
        "http.body_bytes", "http.drain_seconds", "cache.megabytes", "vip.policy_file", "log.level",
        "identity.merge_confirmation_from", "identity.profile_records",
    ]
    static let lists = ["sources.declared", "identifiers.declared"]
    static let ofSource = ["priority", "phone_region", "time_zone", "states", "joins", "grants"]
    static let ofIdentifier = ["priority", "limit", "strength", "blocked"]

    static func isKnown(_ path: [String]) -> Bool {
        let key = path.joined(separator: ".")
        if scalars.contains(key) || lists.contains(key) { return true }
        guard path.count == 3 else { return false }
        switch path[0] {
        case "sources": return ofSource.contains(path[2])
        case "identifiers": return ofIdentifier.contains(path[2])
        default: return false
        }
    }

    /// The known key that is most like `path`, if one is like it at all.
    static func suggestion(for path: [String]) -> String? {
        let key = path.joined(separator: ".")
        let named = path.count == 3 ? path[0] + "." + path[1] + "." : ""
        let nested = named.isEmpty ? [] : (ofSource + ofIdentifier).map { named + $0 }
        return NearMiss.suggestion(for: key, among: scalars + lists + nested)
    }
}
