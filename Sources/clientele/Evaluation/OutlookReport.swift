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
            \(evaluation.customers) customers up to \(Self.text(until)), of whom \(evaluation.returning) had bought \
            again; judged by the \(evaluation.days) days after it. The fits took \(Self.fixed(seconds, 2)) s.
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
            let values = zip(fitted.names, fitted.values).map { name, value in
                "\(name) \(Self.fixed(name == "v" ? value / unit : value, 4))"
            }
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
        let error = Self.fixed(CalibrationBand.error(of: evaluation.calibration), 4)
        return ["  given and observed, ten bands of customers; mean distance \(error)"]
            + evaluation.calibration.map { band in
                "  " + Self.row("", [Self.fixed(band.given, 4), Self.fixed(band.observed, 4), String(band.customers)])
            }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        name.padding(toLength: 18, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(0, 14 - $0.count)) + $0 }.joined()
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    private static func text(_ day: Day) -> String {
        let date = day.civil
        return String(format: "%04d-%02d-%02d", date.year, date.month, date.day)
    }

    /// How many minor units one of the currency has.
    fileprivate static func unit(of currency: Currency) -> Double {
        (0..<currency.exponent).reduce(1) { unit, _ in unit * 10 }
    }

    /// A density of amounts depends on the unit in which they are told.
    fileprivate static func logLikelihood(_ report: FitReport, unit: Double) -> Double {
        report.logLikelihood + Double(report.customers) * log(unit)
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
            json.member("calibration_error") { $0.decimal(CalibrationBand.error(of: bands), decimals: 6) }
            json.key("calibration")
            json.array(of: bands) { json, band in
                json.object { json in
                    json.member("customers", band.customers)
                    json.member("given") { $0.decimal(band.given, decimals: 6) }
                    json.member("observed") { $0.decimal(band.observed, decimals: 6) }
                }
            }
        }
    }

    private mutating func fitted(_ fitted: FittedParameters, unit: Double) {
        object { json in
            for (name, value) in zip(fitted.names, fitted.values) {
                json.key(named: name)
                json.decimal(name == "v" ? value / unit : value, decimals: 6)
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

    private mutating func figure(_ value: Double?) {
        if let value { decimal(value, decimals: 6) } else { null() }
    }
}
