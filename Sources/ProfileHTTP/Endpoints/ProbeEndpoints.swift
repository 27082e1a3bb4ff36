import HTTPTypes
import Hummingbird
import OpenAPIDocument
import ProfileService
import ProfileStore
import ProfileWire
import Telemetry

/// What operators, machines that watch, and newcomers read; none of it needs a key.
enum ProbeEndpoints {
    /// Asked so often that their log lines would drown the others.
    static let paths: Set<String> = ["/livez", "/readyz", "/metrics"]

    static let routes = [
        Route(.get, "/livez", .anyone) { _ in status("alive") },
        Route(.get, "/readyz", .anyone, handle: ready),
        Route(.get, "/metrics", .anyone, handle: metrics),
        Route(.get, "/openapi.yaml", .anyone) { _ in openAPI },
        Route(.get, "/docs", .anyone) { _ in docs },
    ]

    private static func ready(_ exchange: Exchange) async throws -> Response {
        guard !exchange.context.readiness.isDraining else {
            throw Problem(.unavailable, "The service is stopping.")
        }
        let report = await exchange.context.probe.report()
        if case .failure(let error) = report.outcome {
            // Balancers and supervisors understand no other status than this one.
            throw Problem(.unavailable, Problem(error).detail).about(report)
        }
        return .json { json in
            json.object { json in
                json.member("status", "ready")
                json.member("store") { report.write(to: &$0) }
            }
        }
    }

    private static func metrics(_ exchange: Exchange) -> Response {
        var text = PrometheusText()
        exchange.context.metrics.write(to: &text)
        exchange.context.webhooks.write(to: &text)
        ProcessMetrics.write(to: &text)
        let cache = exchange.service.cacheCounts
        let metrics =
            exchange.service.metrics + exchange.context.backlog.metrics + LogSink.standardError.metrics + [
                Metric("profile_cache_hits", .counter(cache.hits), help: "Reads the cache could answer."),
                Metric("profile_cache_misses", .counter(cache.misses), help: "Reads that had to ask the store."),
                Metric(
                    "build_info", by: "version", [exchange.context.version: .gauge(1)],
                    help: "Always 1; the label tells what is running."),
            ]
        for metric in metrics + (exchange.context.spans?.queue.tally.metrics ?? []) { text.append(metric) }
        return .bytes(Array(text.text.utf8), as: PrometheusText.mediaType)
    }

    private static func status(_ word: String) -> Response {
        .json { $0.object { $0.member("status", word) } }
    }

    private static let openAPI = document(OpenAPIDocument.openAPI, as: "application/yaml")

    private static let docs: Response = {
        var response = document(OpenAPIDocument.docs, as: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
        return response
    }()

    private static func document(_ text: String, as mediaType: String) -> Response {
        var response = Response.bytes(Array(text.utf8), as: mediaType)
        response.headers[.cacheControl] = "public, max-age=300"
        return response
    }
}
