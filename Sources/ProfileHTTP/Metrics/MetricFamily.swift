/// What a metric is called and how it is shown to Prometheus.
package struct MetricFamily: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case counter, gauge, histogram
    }

    package let name: String
    package let kind: Kind
    package let help: String

    package init(_ name: String, _ kind: Kind, help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }
}

extension MetricFamily {
    static let requestDuration = MetricFamily(
        "http_server_request_duration_seconds", .histogram, help: "Time from request head to answer, by route.")
    static let requestsInFlight = MetricFamily(
        "http_server_active_requests", .gauge, help: "Requests that are being answered.")
    static let ingestedRecords = MetricFamily(
        "clientele_ingest_records_total", .counter, help: "Records received, by kind and verdict.")
    static let ingestStreams = MetricFamily(
        "clientele_ingest_streams", .gauge, help: "Streams of records that are open.")
    static let cacheHits = MetricFamily(
        "clientele_profile_cache_hits_total", .counter, help: "Reads the cache could answer.")
    static let cacheMisses = MetricFamily(
        "clientele_profile_cache_misses_total", .counter, help: "Reads that had to ask the store.")
    static let droppedSeries = MetricFamily(
        "clientele_metrics_dropped_series_total", .counter, help: "Series refused because a metric had too many.")
    static let buildInfo = MetricFamily(
        "clientele_build_info", .gauge, help: "Always 1; the labels tell what is running.")

    static let known: [MetricFamily] = [
        requestDuration, requestsInFlight, ingestedRecords, ingestStreams, cacheHits, cacheMisses, droppedSeries,
        buildInfo,
    ]
}
