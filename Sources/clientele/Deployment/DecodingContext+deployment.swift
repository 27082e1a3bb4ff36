import Foundation
import ProfileCore
import ProfileWire

extension DecodingContext {
    init(
        _ reader: DeploymentReader, _ declared: DeclaredSources, identifierTypes: [String], _ currency: Currency
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
            defaultCurrency: currency, normalizer: try Self.normalizer(reader, identifierTypes))
    }

    private static func normalizer(
        _ reader: DeploymentReader, _ types: [String]
    ) throws(DeploymentError) -> IdentifierNormalizer {
        var patterns: [String: [String]] = [:]
        for type in Set(types + (try reader.list("identifiers.declared") ?? [])) {
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
