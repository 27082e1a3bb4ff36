import Testing

@testable import Telemetry

@Suite("What OpenTelemetry's variables say")
struct TelemetrySettingsTests {
    private func settings(_ environment: [String: String]) throws -> TelemetrySettings? {
        try TelemetrySettings(environment: environment, version: "2")
    }

    @Test("Where nothing names a collector, or nothing is wanted, nothing is recorded")
    func none() throws {
        let address = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"]
        for environment in [
            [:], ["OTEL_EXPORTER_OTLP_ENDPOINT": ""], address.merging(["OTEL_SDK_DISABLED": "true"]) { $1 },
            address.merging(["OTEL_TRACES_EXPORTER": "none"]) { $1 },
        ] {
            #expect(try settings(environment) == nil)
        }
        #expect(try settings(address.merging(["OTEL_TRACES_EXPORTER": "OTLP"]) { $1 }) != nil)
    }

    @Test("The path is added to the address of all signals, and not to the one of traces")
    func addresses() throws {
        for base in ["http://127.0.0.1:4318", "http://127.0.0.1:4318/"] {
            #expect(
                try settings(["OTEL_EXPORTER_OTLP_ENDPOINT": base])?.address == "http://127.0.0.1:4318/v1/traces")
        }
        let own = [
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://c.example.com/in", "OTEL_EXPORTER_OTLP_ENDPOINT": "x",
        ]
        #expect(try settings(own)?.address == "https://c.example.com/in")
    }

    @Test("Header fields and attributes are read, and the service has a name")
    func pairs() throws {
        var environment = [
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
            "OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%20b , X-Tenant=shop=1",
            "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=prod,service.name=other",
        ]
        let first = try #require(try settings(environment))
        #expect(first.headers.map { "\($0.name): \($0.value)" } == ["api-key: a b", "X-Tenant: shop=1"])
        #expect(
            first.resource.map { "\($0.0)=\($0.1)" }
                == ["deployment.environment.name=prod", "service.name=other", "service.version=2"])
        #expect(first.period == .seconds(5))
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "250"
        #expect(try settings(environment)?.period == .milliseconds(250))
        environment["OTEL_SERVICE_NAME"] = "shop"
        #expect(try settings(environment)?.resource.filter { $0.0 == "service.name" }.map(\.1) == ["shop"])
    }

    @Test(
        "A variable that says nothing that is known is named, without what it says",
        arguments: [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "secret:4318"), ("OTEL_TRACES_SAMPLER", "secret"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "secret"), ("OTEL_EXPORTER_OTLP_HEADERS", "a=%0d%0aX: secret"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=%zz"), ("OTEL_BSP_SCHEDULE_DELAY", "secret"),
            ("OTEL_BSP_SCHEDULE_DELAY", "0"), ("OTEL_RESOURCE_ATTRIBUTES", "=secret"),
        ])
    func faults(variable: String, value: String) throws {
        let environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"].merging([variable: value]) { $1 }
        let fault = #expect(throws: TelemetrySettings.Fault.self) { try settings(environment) }
        #expect(fault?.variable == variable)
        #expect(fault?.rule.contains("secret") == false)
    }
}
