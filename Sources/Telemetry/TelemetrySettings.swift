/// What OpenTelemetry's own variables of the environment say about traces.
package struct TelemetrySettings: Sendable {
    /// Where spans are posted to.
    package let address: String
    /// Sent along, such as a key of the collector.
    package let headers: [(name: String, value: String)]
    package let sampler: Sampler
    /// How long spans wait for each other at most.
    package let period: Duration
    /// What is said of this service.
    package let resource: [(String, String)]

    /// A variable that says nothing that is known.
    package struct Fault: Error, Hashable, Sendable {
        package let variable: String
        package let rule: String
    }

    /// Nil when nothing names a collector, or nothing is wanted.
    package init?(environment: [String: String], version: String) throws(Fault) {
        let variables = Variables(environment)
        guard variables["OTEL_SDK_DISABLED"]?.lowercased() != "true",
            variables["OTEL_TRACES_EXPORTER"]?.lowercased() ?? "otlp" == "otlp", let address = try variables.address()
        else { return nil }
        self.address = address
        headers = try variables.pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS", else: "OTEL_EXPORTER_OTLP_HEADERS")
            .map { (name: $0.0, value: $0.1) }
        sampler = try variables.sampler()
        period = try variables.period()
        var resource = try variables.pairs("OTEL_RESOURCE_ATTRIBUTES", else: nil)
        if let name = variables["OTEL_SERVICE_NAME"] {
            resource.removeAll { $0.0 == "service.name" }
            resource.append(("service.name", name))
        }
        for (name, value) in [("service.name", "clientele"), ("service.version", version)]
        where !resource.contains(where: { $0.0 == name }) {
            resource.append((name, value))
        }
        self.resource = resource
    }
}

/// Variables of the environment; an empty one is none.
private struct Variables {
    private let values: [String: String]

    init(_ environment: [String: String]) {
        values = environment.filter { !$0.value.isEmpty }
    }

    subscript(name: String) -> String? { values[name] }

    func address() throws(TelemetrySettings.Fault) -> String? {
        let own = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
        if let address = self[own] { return try Self.checked(address, own) }
        let shared = "OTEL_EXPORTER_OTLP_ENDPOINT"
        guard let base = self[shared] else { return nil }
        return try Self.checked(base, shared) + (base.hasSuffix("/") ? "v1/traces" : "/v1/traces")
    }

    private static func checked(_ address: String, _ variable: String) throws(TelemetrySettings.Fault) -> String {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw .init(variable: variable, rule: "be an address such as http://127.0.0.1:4318")
        }
        return address
    }

    func period() throws(TelemetrySettings.Fault) -> Duration {
        let name = "OTEL_BSP_SCHEDULE_DELAY"
        guard let text = self[name] else { return .seconds(5) }
        guard let milliseconds = Int(text), (100...600_000).contains(milliseconds) else {
            throw .init(variable: name, rule: "be a whole number of milliseconds from 100 to 600000")
        }
        return .milliseconds(milliseconds)
    }

    func sampler() throws(TelemetrySettings.Fault) -> Sampler {
        guard let name = self["OTEL_TRACES_SAMPLER"] else { return .standard }
        guard let sampler = Sampler(name: name, argument: self["OTEL_TRACES_SAMPLER_ARG"]) else {
            throw .init(
                variable: "OTEL_TRACES_SAMPLER",
                rule: "be always_on, always_off or traceidratio, perhaps with parentbased_ before it, and "
                    + "OTEL_TRACES_SAMPLER_ARG a share from 0 to 1")
        }
        return sampler
    }

    /// `name=value` behind each other with commas between them, the values percent-encoded.
    func pairs(_ name: String, else other: String?) throws(TelemetrySettings.Fault) -> [(String, String)] {
        guard let variable = self[name] == nil ? other : name, let text = self[variable] else { return [] }
        var pairs: [(String, String)] = []
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard sides.count == 2, let value = Self.decoded(sides[1]), !sides[0].isEmpty,
                sides.joined().utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else {
                throw .init(variable: variable, rule: "be name=value, with commas between several")
            }
            pairs.append((String(sides[0]), value))
        }
        return pairs
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " }
        return start[..<(start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)]
    }

    /// Nil for what is not percent-encoded UTF-8 without control characters.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            rest = rest.dropFirst(2)
            bytes.append(code)
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
