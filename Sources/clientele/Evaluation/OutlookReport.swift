import Foundation
import ProfileCore
import ProfileWire

/// The figures of an evaluation, for people and for scripts.
struct OutlookReport {
    let evaluation: OutlookEvaluation
    let until: Day
    /// How long the fits took.
    let seconds: Double

    // MARK: JSON

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("until", until)
            json.member("days", evaluation.days)
            json.member("customers", evaluation.customers)
            json.member("returning", evaluation.returning)
            json.member("fit_seconds") { $0.decimal(seconds, decimals: 3) }
            json.member("orders") { $0.comparison(evaluation.orders) }
            json.member("chance") { $0.comparison(evaluation.chance, bands: evaluation.calibration) }
            json.key("spend")
            json.array(of: evaluation.spend) { json, part in
                json.comparison(part.comparison, currency: part.currency, customers: part.customers)
            }
            json.member("contacts") { $0.comparison(evaluation.contacts) }
        }
        return json.bytes
    }

    // MARK: Text

    var text: String {
        var lines = [
            """
            \(evaluation.customers) customers up to \(TimeText.date(until)), of whom \(evaluation.returning) had \
            bought again; judged by the \(evaluation.days) days after it. The fits took \(Self.fixed(seconds, 2)) s.
            """
        ]
        lines += section("Orders (BG/NBD, weeks)", evaluation.orders)
        lines += section("Chance of an order (BG/NBD)", evaluation.chance) + calibration
        for part in evaluation.spend {
            let unit = Self.unit(of: part.currency)
            let title = "Spend in \(part.currency.code) of \(part.customers) customers (Gamma–Gamma)"
            lines += section(title, part.comparison, unit: unit)
        }
        lines += section("Contacts (Gamma–Poisson, weeks)", evaluation.contacts)
        return lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ comparison: OutlookComparison, unit: Double = 1) -> [String] {
        var lines = ["", title]
        if let fitted = comparison.fitted {
            let values = fitted.list(unit: unit).map { name, value in "\(name) \(Self.fixed(value, 4))" }
            let report = fitted.report
            lines.append(
                """
                  \(values.joined(separator: ", ")); log-likelihood \
                \(Self.fixed(Self.logLikelihood(report, unit: unit), 2)), \(report.steps) steps
                """)
        }
        lines.append("  " + Self.row("", ["correlation", "mean error", "squared error", "AUC"]))
        for row in comparison.rows {
            let accuracy = row.accuracy
            let figures = [
                accuracy.correlation, accuracy.meanError / unit, accuracy.squaredError / unit / unit,
                accuracy.activityAUC,
            ]
            lines.append("  " + Self.row(row.basis.words, figures.map { $0.map { Self.fixed($0, 4) } ?? "-" }))
        }
        lines.append("  served: \(comparison.basis?.words ?? "nothing")")
        if let reason = comparison.reason { lines.append("  since \(reason)") }
        return lines
    }

    private var calibration: [String] {
        guard let basis = evaluation.chance.basis, let error = CalibrationBand.error(of: evaluation.calibration) else {
            return []
        }
        return ["  given by \(basis.words) and observed, ten bands of customers; mean distance \(Self.fixed(error, 4))"]
            + evaluation.calibration.map { band in
                "  " + Self.row("", [Self.fixed(band.given, 4), Self.fixed(band.observed, 4), String(band.customers)])
            }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        name.padding(toLength: 18, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    /// How many minor units one of the currency has.
    fileprivate static func unit(of currency: Currency) -> Double {
        (0..<currency.exponent).reduce(1) { unit, _ in unit * 10 }
    }

    /// The likelihood is a density, so it depends on the unit of the amounts.
    fileprivate static func logLikelihood(_ report: FitReport, unit: Double) -> Double {
        report.logLikelihood + Double(report.customers) * log(unit)
    }
}

extension FittedParameters {
    /// The parameters by name. One of them is an amount, `v` of the model of spend.
    fileprivate func list(unit: Double) -> [(name: String, value: Double)] {
        zip(names, values).map { ($0, $0 == "v" ? $1 / unit : $1) }
    }
}

extension JSONWriter {
    fileprivate mutating func comparison(
        _ comparison: OutlookComparison, bands: [CalibrationBand]? = nil, currency: Currency? = nil,
        customers: Int? = nil
    ) {
        let unit = currency.map { OutlookReport.unit(of: $0) } ?? 1
        object { json in
            json.present("currency", currency?.code)
            json.present("customers", customers)
            json.key("model")
            if let fitted = comparison.fitted { json.fitted(fitted, unit: unit) } else { json.null() }
            json.key("figures")
            json.array(of: comparison.rows) { $0.row($1, unit: unit) }
            json.member("basis", comparison.basis?.rawValue)
            json.member("reason", comparison.reason)
            guard let bands else { return }
            json.member("calibration_error") { $0.figure(CalibrationBand.error(of: bands)) }
            json.key("calibration")
            json.array(of: bands) { json, band in
                json.object { json in
                    json.member("customers", band.customers)
                    json.member("given") { $0.figure(band.given) }
                    json.member("observed") { $0.figure(band.observed) }
                }
            }
        }
    }

    private mutating func fitted(_ fitted: FittedParameters, unit: Double) {
        object { json in
            for (name, value) in fitted.list(unit: unit) {
                json.key(named: name)
                json.figure(value)
            }
            let report = fitted.report
            json.member("log_likelihood") { $0.decimal(OutlookReport.logLikelihood(report, unit: unit), decimals: 4) }
            json.member("customers", report.customers)
            json.member("distinct", report.distinct)
            json.member("steps", report.steps)
        }
    }

    private mutating func row(_ row: OutlookComparison.Row, unit: Double) {
        let accuracy = row.accuracy
        object { json in
            json.member("by", row.basis.rawValue)
            json.member("correlation") { $0.figure(accuracy.correlation) }
            json.member("mean_error") { $0.figure(accuracy.meanError / unit) }
            json.member("squared_error") { $0.figure(accuracy.squaredError / unit / unit) }
            json.member("auc") { $0.figure(accuracy.activityAUC) }
        }
    }

    /// With six decimals, where so many mean anything; null for what is no number.
    private mutating func figure(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        if abs(value) < 1e9 { decimal(value, decimals: 6) } else { number(text: "\(value)") }
    }
}
