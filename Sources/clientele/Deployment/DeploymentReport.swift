import Foundation
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileWebhooks
import ProfileWire
import Telemetry

/// What holds, for `serve --check`: every setting with its value, secrets left out.
struct DeploymentReport {
    private let deployment: Deployment

    init(_ deployment: Deployment) {
        self.deployment = deployment
    }

    var text: String {
        (general + sources + identifiers + tiers).joined(separator: "\n")
    }

    private var general: [String] {
        let rules = deployment.service.profile
        let (hours, invitations) = (rules.contactHours, deployment.service.invitations)
        return [
            "database: \(Self.shown(deployment.database))",
            "read_database: \(deployment.readDatabase.map(Self.shown) ?? "none")",
            "allow_unsafe_database: \(deployment.allowsUnsafeDatabase)",
            "admin_key: \(deployment.adminKey == nil ? "not set" : "set")",
            "http: \(deployment.host):\(deployment.port), "
                + "\(Wording.count(deployment.limits.connections, "connection")), "
                + "drained for \(deployment.drain.components.seconds) s",
            "http.public_url: \(deployment.publicOrigin ?? "none")",
            "default_time_zone: \(rules.defaultTimeZone)",
            "default_currency: \(rules.defaultCurrency.code)",
            "default_phone_region: \(deployment.decoding.normalizer.defaultPhoneRegion ?? "none")",
            "contact_hours: \(clock(hours.lowerBound)) to \(clock(hours.upperBound))",
            "invitations: \(invitations.perDay) a day, none for "
                + "\(Wording.count(invitations.restDays, "day")) after one was declined",
            "cache.megabytes: \(deployment.service.cacheSize >> 20)",
            "identity.merge_confirmation_from: \(deployment.service.identity.mergeConfirmationFrom)",
            "identity.profile_records: \(deployment.service.identity.recordLimit)",
            "panel.hosts: \(Self.list(deployment.panelHosts))",
            "panel.intercom: \(deployment.desks.intercom == nil ? "not set up" : "set up")",
            "panel.zendesk: "
                + (deployment.desks.zendesk.map { "for \($0.audience), by the key \($0.keyName)" } ?? "not set up"),
            "secrets.key: \(deployment.service.secrets == nil ? "not set" : "set")",
            "tracking.origins: "
                + (deployment.tracking.origins.isEmpty
                    ? "none" : deployment.tracking.origins.sorted().joined(separator: ", ")),
            "webhooks: to \(deployment.webhooks.allowsPrivate ? "any address" : "public addresses over TLS"), "
                + "certificates of \(deployment.webhooks.authorities == nil ? "the system" : "webhooks.ca_file")",
            "mcp.origins: \(Self.list(deployment.assistants.origins))",
            "mcp.authorization_servers: \(Self.list(deployment.assistants.authorizationServers))",
            "telemetry: \(deployment.telemetry.map { "spans to \(Self.shown($0.address))" } ?? "none")",
            "sources.accept_undeclared: \(deployment.decoding.acceptsUndeclaredSources)",
        ] + deployment.telemetryCautions.map { "warning: \($0.variable): \($0.reason)" }
    }

    private static func list(_ values: [String]) -> String {
        values.isEmpty ? "none" : values.joined(separator: ", ")
    }

    /// Without what a URL says before the host: user and password.
    private static func shown(_ database: String) -> String {
        guard let at = database.lastIndex(of: "@"), let scheme = database.range(of: "://") else { return database }
        return database[..<scheme.upperBound] + "…" + database[at...]
    }

    private var sources: [String] {
        deployment.sources.map { name in
            let settings = deployment.decoding.sources[name]
            let priority = deployment.service.profile.sourcePriorities[name] ?? 0
            return "source \(name): priority \(priority), phone_region \(settings?.phoneRegion ?? "default"), "
                + "time_zone \(settings?.timeZone ?? "none"), " + trust(in: name)
        }
    }

    private func trust(in source: String) -> String {
        let trust = deployment.service.identity.trust(in: source)
        let states = trust.states.map { "[" + $0.sorted().joined(separator: ", ") + "]" } ?? "all"
        return "states \(states), joins \(trust.joins), grants \(trust.grants)"
    }

    private var identifiers: [String] {
        let declared = deployment.service.identity.declared.keys
        return Set(declared).union([Identifier.email, Identifier.phone, Identifier.visitor]).sorted().map { type in
            let rule = deployment.service.identity[type]
            return "identifier \(type): priority \(rule.priority), limit \(rule.limit), \(rule.strength.rawValue)"
        }
    }

    private var tiers: [String] {
        let policy = deployment.service.initialPolicy
        let names = policy.tiers.map { "\($0.name) (\($0.priority))" }.joined(separator: ", ")
        return ["vip, for a new installation: \(names); vip from \(policy.vipFrom ?? "none")"]
    }

    private func clock(_ minute: Int) -> String {
        let text = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        return text(minute / 60) + ":" + text(minute % 60)
    }
}
