/// What OpenTelemetry's variables ask for and do not get, for the operator.
package struct TelemetryCaution: Hashable, Sendable {
    /// Of a variable; what it says is left out, since it may be secret.
    package let variable: String
    package let reason: String

    /// None where telemetry is turned off, or nothing is asked for.
    package static func all(in environment: [String: String]) -> [TelemetryCaution] {
        let variables = environment.filter { $0.key.hasPrefix("OTEL_") && !$0.value.isEmpty }
        guard variables["OTEL_SDK_DISABLED"]?.lowercased() != "true" else { return [] }
        return variables.sorted { $0.key < $1.key }.compactMap { name, value in
            reason(name, value.lowercased(), variables).map { TelemetryCaution(variable: name, reason: $0) }
        }
    }

    private static func reason(_ name: String, _ value: String, _ variables: [String: String]) -> String? {
        switch name {
        case "OTEL_EXPORTER_OTLP_PROTOCOL" where variables["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] != nil: nil
        case "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL":
            value == "http/json" || !sendsSpans(variables)
                ? nil : "spans are sent as http/json alone: name a port of the collector that takes HTTP, often 4318"
        case "OTEL_SDK_DISABLED": value == "false" ? nil : "only true and false are known"
        case "OTEL_TRACES_EXPORTER": exporterReason(value, variables)
        case "OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER":
            value == "none" ? nil : "nothing but spans is sent; /metrics has the metrics, standard error the log"
        case "OTEL_PROPAGATORS":
            value.split(separator: ",").contains { $0.filter { $0 != " " } == "tracecontext" }
                ? nil : "traces are taken and passed on by traceparent (tracecontext) alone"
        case _ where Self.honoured.contains(name): nil
        default: "it has no effect here"
        }
    }

    private static func exporterReason(_ value: String, _ variables: [String: String]) -> String? {
        guard value != "none" else { return nil }
        guard value == "otlp" else { return "only otlp and none are known, and no spans are sent" }
        return namesCollector(variables)
            ? nil : "no spans are sent, since OTEL_EXPORTER_OTLP_ENDPOINT names no collector"
    }

    private static func sendsSpans(_ variables: [String: String]) -> Bool {
        variables["OTEL_TRACES_EXPORTER"]?.lowercased() ?? "otlp" == "otlp" && namesCollector(variables)
    }

    private static func namesCollector(_ variables: [String: String]) -> Bool {
        collectors.contains { variables[$0] != nil }
    }

    private static let collectors = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]

    private static let honoured: Set<String> = [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG", "OTEL_BSP_SCHEDULE_DELAY",
    ]
}
