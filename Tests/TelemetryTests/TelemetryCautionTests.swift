import Testing

@testable import Telemetry

@Suite("What OpenTelemetry's variables ask for and do not get is named")
struct TelemetryCautionTests {
    private static let collector = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"]

    private func named(_ environment: [String: String]) -> [String] {
        TelemetryCaution.all(in: environment).map(\.variable)
    }

    @Test(
        "What has no effect",
        arguments: [
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc"), ("OTEL_TRACES_EXPORTER", "zipkin"),
            ("OTEL_METRICS_EXPORTER", "otlp"), ("OTEL_LOGS_EXPORTER", "console"), ("OTEL_PROPAGATORS", "b3,jaeger"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"), ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "9"), ("OTEL_SDK_DISABLED", "yes"), ("OTEL_SOMETHING_NEW", "secret"),
        ])
    func passedOver(variable: String, value: String) {
        let cautions = TelemetryCaution.all(in: Self.collector.merging([variable: value]) { $1 })
        #expect(cautions.map(\.variable) == [variable])
        #expect(!cautions.contains { $0.reason.contains("secret") || $0.reason.isEmpty })
    }

    @Test("Nothing is named of what is done, nor where nothing is wanted")
    func done() {
        let all = Self.collector.merging([
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c.example.com",
            "OTEL_EXPORTER_OTLP_HEADERS": "a=b", "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "a=b",
            "OTEL_SERVICE_NAME": "shop", "OTEL_RESOURCE_ATTRIBUTES": "a=b", "OTEL_TRACES_SAMPLER": "always_on",
            "OTEL_TRACES_SAMPLER_ARG": "1", "OTEL_BSP_SCHEDULE_DELAY": "500", "OTEL_TRACES_EXPORTER": "otlp",
            "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none", "OTEL_SDK_DISABLED": "false",
            "OTEL_PROPAGATORS": "baggage, tracecontext", "OTEL_EXPORTER_OTLP_COMPRESSION": "", "PATH": "/bin",
        ]) { $1 }
        #expect(named(all) == [])
        #expect(named(["OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"]) == [])
        #expect(named([:]) == [])
    }

    @Test("A protocol for traces stands for that of all signals, and an exporter without a collector is named")
    func precedence() {
        let protocols = ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/json"]
        #expect(named(Self.collector.merging(protocols) { $1 }) == [])
        #expect(named(["OTEL_TRACES_EXPORTER": "otlp"]) == ["OTEL_TRACES_EXPORTER"])
    }

    @Test("How spans are sent is said only where they are, however the exporter is written")
    func sent() {
        let grpc = ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"]
        #expect(named(grpc) == [])
        for (exporter, isSent) in [("none", false), ("None", false), ("otlp", true), ("OTLP", true)] {
            let environment = Self.collector.merging(grpc) { $1 }.merging(["OTEL_TRACES_EXPORTER": exporter]) { $1 }
            #expect(named(environment) == (isSent ? ["OTEL_EXPORTER_OTLP_PROTOCOL"] : []), "\(exporter)")
        }
    }
}
