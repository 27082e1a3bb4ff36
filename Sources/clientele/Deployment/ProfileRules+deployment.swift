import Foundation
import ProfileCore

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
