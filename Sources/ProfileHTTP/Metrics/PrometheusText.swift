import ProfileStore

/// The text exposition format of Prometheus, version 0.0.4.
struct PrometheusText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String {
        case counter, gauge, histogram
    }

    private(set) var text = ""
    /// The metric that samples belong to.
    private var name = ""

    /// Begins a metric, of which samples follow.
    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// A metric of one sample.
    mutating func append(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        begin(name, kind, help)
        sample([], value)
    }

    /// A metric, its name begun with the service's own and, for what only grows, ended as Prometheus wishes.
    mutating func append(_ metric: Metric) {
        switch metric.values.values.first {
        case nil: return
        case .counter: begin("clientele_\(metric.name)_total", .counter, metric.help)
        case .gauge: begin("clientele_\(metric.name)", .gauge, metric.help)
        case .histogram: begin("clientele_\(metric.name)", .histogram, metric.help)
        }
        for (text, value) in metric.values.sorted(by: { $0.key < $1.key }) {
            let labels = metric.label.map { [($0, text)] } ?? []
            switch value {
            case .counter(let number), .gauge(let number): sample(labels, Double(number))
            case .histogram(let spread): histogram(labels, spread)
            }
        }
    }

    mutating func histogram(_ labels: [(String, String)], _ spread: Histogram) {
        var total = 0
        for (bound, count) in zip(Histogram.bounds, spread.counts) {
            total += count
            sample(labels + [("le", Self.number(bound))], Double(total), "_bucket")
        }
        sample(labels + [("le", "+Inf")], Double(spread.count), "_bucket")
        sample(labels, spread.sum, "_sum")
        sample(labels, Double(spread.count), "_count")
    }

    mutating func sample(_ labels: [(String, String)], _ value: Double, _ ending: String = "") {
        text += name + ending
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
