import ProfileStore

/// The text exposition format of Prometheus, version 0.0.4.
struct PrometheusText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    mutating func append(
        _ family: MetricFamily, _ series: [(labels: [(String, String)], state: MetricSeries.State)]
    ) {
        text += "# HELP \(family.name) \(Self.escaped(family.help, quotes: false))\n"
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        for (labels, state) in series {
            switch family.kind {
            case .counter, .gauge: sample(family.name, labels, state.value)
            case .histogram: histogram(family.name, labels, state)
            }
        }
    }

    /// A family of one series.
    mutating func append(_ family: MetricFamily, _ value: Double, labels: [(String, String)] = []) {
        var state = MetricSeries.State()
        state.value = value
        append(family, [(labels, state)])
    }

    /// A measure, its name begun with the service's own and, for what only grows, ended as Prometheus wishes.
    mutating func append(_ measure: Measure) {
        guard let any = measure.values.values.first else { return }
        let family =
            switch any {
            case .total: MetricFamily("clientele_\(measure.name)_total", .counter, help: measure.help)
            case .level: MetricFamily("clientele_\(measure.name)", .gauge, help: measure.help)
            case .durations: MetricFamily("clientele_\(measure.name)", .histogram, help: measure.help)
            }
        append(
            family,
            measure.values.sorted { $0.key < $1.key }.map { text, value in
                (measure.label.map { [($0, text)] } ?? [], MetricSeries.State(value))
            })
    }

    private mutating func histogram(_ name: String, _ labels: [(String, String)], _ state: MetricSeries.State) {
        var total = 0
        for (bound, count) in zip(MetricSeries.bounds, state.buckets) {
            total += count
            sample(name + "_bucket", labels + [("le", Self.number(bound))], Double(total))
        }
        sample(name + "_bucket", labels + [("le", "+Inf")], Double(state.count))
        sample(name + "_sum", labels, state.value)
        sample(name + "_count", labels, Double(state.count))
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
        }
        text += " " + Self.number(value) + "\n"
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { String($0) } ?? String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
