package import CoreMetrics
import Synchronization

/// A metrics backend for swift-metrics that Prometheus can read.
///
/// A label that took its values from requests could exhaust memory; so a family holds a bounded number of series, and
/// what comes after goes uncounted, except that this itself is counted.
package final class MetricsRegistry: MetricsFactory {
    static let seriesLimit = 2000

    struct Family {
        let description: MetricFamily
        var series: [[String]: Entry] = [:]
    }

    struct Entry {
        let labels: [(String, String)]
        let series: MetricSeries
    }

    private let families: Mutex<[String: Family]>
    private let refused = MetricSeries(.counter)

    package init() {
        let known = MetricFamily.known.map { ($0.name, Family(description: $0)) }
        families = Mutex(Dictionary(known, uniquingKeysWith: { $1 }))
    }

    /// All families that have series, by name, and their series by labels.
    func snapshot() -> [(MetricFamily, [(labels: [(String, String)], state: MetricSeries.State)])] {
        var all = families.withLock { $0 }
        all[MetricFamily.droppedSeries.name]?.series[[]] = Entry(labels: [], series: refused)
        return all.values.filter { !$0.series.isEmpty }.sorted { $0.description.name < $1.description.name }.map {
            let entries = $0.series.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            return ($0.description, entries.map { ($0.value.labels, $0.value.series.snapshot) })
        }
    }

    func series(_ family: MetricFamily, _ labels: [(String, String)] = []) -> MetricSeries {
        let key = labels.map { $0.0 + "\u{0}" + $0.1 }
        return families.withLock { families in
            var found = families[family.name] ?? Family(description: family)
            if let entry = found.series[key] { return entry.series }
            guard found.series.count < Self.seriesLimit, found.description.kind == family.kind else {
                refused.increment(by: Int64(1))
                return MetricSeries(family.kind)
            }
            let entry = Entry(labels: labels, series: MetricSeries(family.kind))
            found.series[key] = entry
            families[family.name] = found
            return entry.series
        }
    }

    // MARK: swift-metrics

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(family(label, .counter), dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(family(label, .counter), dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(family(label, .gauge), dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(family(label, aggregate ? .histogram : .gauge), dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(family(label, .histogram), dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func family(_ label: String, _ kind: MetricFamily.Kind) -> MetricFamily {
        MetricFamily(Self.name(label), kind, help: label)
    }

    /// `label` with everything Prometheus does not allow in a name turned into an underscore.
    private static func name(_ label: String) -> String {
        let name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
        return name.first?.isNumber == false ? name : "_" + name
    }
}
