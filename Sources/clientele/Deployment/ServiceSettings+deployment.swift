import Foundation
import ProfileCore
import ProfileHTTP
import ProfileWire

extension DecodingContext {
    init(
        _ reader: DeploymentReader, _ declared: DeclaredSources, types: [String], _ currency: Currency
    ) throws(DeploymentError) {
        var sources: [String: SourceSettings] = [:]
        for name in declared.names {
            guard SourceName.isValid(name) else {
                throw .value("sources.\(name)", must: "be a lower-case word that is not email, phone or visitor")
            }
            let zone = try reader.parsed("sources.\(name).time_zone", "be an IANA time zone such as Europe/Berlin") {
                TimeZone(identifier: $0) == nil ? nil : $0
            }
            let region = try Self.region("sources.\(name).phone_region", reader)
            sources[name] = SourceSettings(phoneRegion: region, timeZone: zone)
        }
        self.init(
            arrivedAt: Timestamp(milliseconds: 0), sources: sources,
            acceptsUndeclaredSources: try reader.flag("sources.accept_undeclared") ?? true,
            defaultCurrency: currency, normalizer: try Self.normalizer(reader, types))
    }

    private static func normalizer(
        _ reader: DeploymentReader, _ types: [String]
    ) throws(DeploymentError) -> IdentifierNormalizer {
        var patterns: [String: [String]] = [:]
        for type in Set(types) {
            patterns[type] = try reader.list("identifiers.\(type).blocked")
        }
        let region = try region("default_phone_region", reader)
        do {
            return try IdentifierNormalizer(defaultPhoneRegion: region, blockedPatterns: patterns)
        } catch {
            throw .value("identifiers.\(error.type).blocked", must: "hold regular expressions (number \(error.index))")
        }
    }

    private static func region(_ key: String, _ reader: DeploymentReader) throws(DeploymentError) -> String? {
        try reader.parsed(key, "be a country such as GB (ISO 3166-1 alpha-2) that has phone numbers") {
            PhoneNumbers.knows(region: $0) ? $0 : nil
        }
    }
}

/// The sources the operator named, in the order of their trust.
struct DeclaredSources {
    let names: [String]

    /// Those of the declared list first, then those the file only describes.
    init(_ reader: DeploymentReader, _ file: DeploymentFile?) throws(DeploymentError) {
        let listed = try reader.list("sources.declared") ?? []
        names = listed + (file?.sources ?? []).filter { !listed.contains($0) }
    }
}

/// The pages that may show the panel in a frame, as origins: `https://desk.example.com`.
struct PanelHosts {
    let origins: [String]

    init(_ reader: DeploymentReader) throws(DeploymentError) {
        origins = try reader.list("panel.hosts") ?? []
        // They become part of a header, where a space or a semicolon would say something else.
        guard origins.allSatisfy({ $0.wholeMatch(of: Self.origin) != nil }) else {
            throw .value("panel.hosts", must: "be a list of origins such as [https://desk.example.com]")
        }
    }

    private static var origin: Regex<Substring> { #/https?://(?:\*\.)?[a-z0-9.\-]+(?::[0-9]{1,5})?/# }
}

extension HTTPLimits {
    init(_ reader: DeploymentReader) throws(DeploymentError) {
        self = .standard
        if let value = try reader.integer("http.max_connections", in: 1...1_000_000) { connections = value }
        if let value = try reader.integer("http.max_ingest_streams", in: 1...10_000) { ingestStreams = value }
        if let value = try reader.integer("http.max_event_streams", in: 1...1_000_000) { eventStreams = value }
        if let value = try reader.integer("http.request_seconds", in: 1...86_400) { requestDeadline = .seconds(value) }
        if let value = try reader.integer("http.idle_seconds", in: 1...86_400) { idleTimeout = .seconds(value) }
        if let value = try reader.integer("http.body_bytes", in: 1024...1 << 30) { bodySize = value }
    }
}

extension IdentityRules {
    /// What is not said of a declared type stays as built in.
    init(
        _ reader: DeploymentReader, types: [String], trust: [String: SourceTrust]
    ) throws(DeploymentError) {
        var declared: [String: IdentifierRule] = [:]
        for type in Set(types) {
            let base = IdentityRules.standard[type]
            let strength = try reader.parsed("identifiers.\(type).strength", "be strong or weak") {
                IdentifierRule.Strength(rawValue: $0)
            }
            declared[type] = IdentifierRule(
                priority: try reader.integer("identifiers.\(type).priority", in: 0...1000) ?? base.priority,
                limit: try reader.integer("identifiers.\(type).limit", in: 1...1000) ?? base.limit,
                strength: strength ?? base.strength)
        }
        let records = try reader.integer("identity.profile_records", in: 1...100_000_000)
        let confirmed = try reader.integer("identity.merge_confirmation_from", in: 2...1_000_000)
        self.init(
            declared: declared, trust: trust,
            mergeConfirmationFrom: confirmed ?? IdentityRules.standard.mergeConfirmationFrom,
            recordLimit: records ?? IdentityRules.standard.recordLimit)
    }
}

extension ProfileRules {
    init(_ reader: DeploymentReader, _ sources: DeclaredSources, _ currency: Currency) throws(DeploymentError) {
        var priorities: [String: Int] = [:]
        for (place, source) in sources.names.enumerated() {
            priorities[source] =
                try reader.integer("sources.\(source).priority", in: 0...1000) ?? sources.names.count - place
        }
        let from = try reader.minute("contact_hours.from") ?? 8 * 60
        let to = try reader.minute("contact_hours.to") ?? 21 * 60
        guard from < to else { throw .value("contact_hours.to", must: "be later than contact_hours.from") }
        let zone = try reader.parsed("default_time_zone", "be an IANA time zone such as Europe/Berlin") {
            TimeZone(identifier: $0) == nil ? nil : $0
        }
        self.init(
            sourcePriorities: priorities, contactHours: from..<to, defaultTimeZone: zone ?? "UTC",
            defaultCurrency: currency)
    }
}

extension InvitationRules {
    init(_ reader: DeploymentReader) throws(DeploymentError) {
        self = .standard
        if let count = try reader.integer("invitations.per_day", in: 0...Self.mostPerDay) { perDay = count }
        if let days = try reader.integer("invitations.rest_days", in: 0...365) { restDays = days }
    }
}

extension SourceTrust {
    /// The trust in each source of which the settings say something.
    static func bySource(
        _ reader: DeploymentReader, _ sources: DeclaredSources
    ) throws(DeploymentError) -> [String: SourceTrust] {
        var trust: [String: SourceTrust] = [:]
        for source in sources.names {
            let said = try SourceTrust(reader, source)
            if said != .full { trust[source] = said }
        }
        return trust
    }

    private init(_ reader: DeploymentReader, _ source: String) throws(DeploymentError) {
        let types = try reader.list("sources.\(source).states")
        if let types, !types.allSatisfy(WordText.isWord) {
            throw .value("sources.\(source).states", must: "be a list of identifier types such as [email, phone]")
        }
        self.init(
            states: types.map(Set.init), joins: try reader.flag("sources.\(source).joins") ?? true,
            grants: try reader.flag("sources.\(source).grants") ?? true)
    }
}

/// A VIP policy as JSON in a file, the same document that `PUT /v1/vip/policy` takes.
struct PolicyFile {
    private let path: String
    private let defaultCurrency: Currency

    init(path: String, _ defaultCurrency: Currency) {
        self.path = path
        self.defaultCurrency = defaultCurrency
    }

    func policy() throws(DeploymentError) -> VIPPolicy {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DeploymentError("the policy file cannot be read")
        }
        var bytes = Array(data)
        ByteOrderMark.strip(&bytes)
        do {
            return try VIPPolicyDecoder.decode(bytes, defaultCurrency: defaultCurrency)
        } catch {
            let problems = error.problems.map { "\($0.pointer): \($0.detail)" }
            throw DeploymentError("the policy file does not hold a policy: " + problems.joined(separator: "; "))
        }
    }
}
