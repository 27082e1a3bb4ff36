import Foundation
import ProfileCore
import ProfileWire

/// The figures of an evaluation, for people and for scripts.
struct OutlookReport: FigureReport {
    let evaluation: OutlookEvaluation
    let until: Day
    /// How long the fits took.
    let seconds: Double

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("until", until)
            json.member("fit_seconds") { $0.decimal(seconds, decimals: 3) }
            json.outlookFigures(evaluation)
        }
        return json.bytes
    }

    var text: String {
        guard evaluation.customers > 0 || evaluation.contacts.customers > 0 else {
            return "Nothing is known up to \(TimeText.date(until)): no customer had an order or a contact by then."
        }
        var lines = [
            """
            \(Wording.count(evaluation.customers, "customer")) up to \(TimeText.date(until)), of whom \
            \(evaluation.returning) had bought again; judged by the \(Wording.count(evaluation.days, "day")) after it. \
            The fits took \(Self.fixed(seconds, 2)) s.
            """
        ]
        lines += section("Orders (BG/NBD, weeks)", evaluation.orders)
        lines += section("Chance of an order (BG/NBD)", evaluation.chance) + calibration
        for part in evaluation.spend {
            let unit = part.currency.unit
            let title = "Spend in \(part.currency.code) of \(Wording.count(part.customers, "customer")) (Gamma–Gamma)"
            lines += section(title, part.comparison, unit: unit)
        }
        lines += section("Contacts (Gamma–Poisson, weeks)", evaluation.contacts)
        return lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ comparison: OutlookComparison, unit: Double = 1) -> [String] {
        guard comparison.customers > 0 else { return ["", title, "  nobody to learn from"] }
        var lines = ["", title]
        if let fitted = comparison.fitted {
            let values = fitted.list(unit: unit).map { name, value in "\(name) \(Self.fixed(value, 4))" }
            let report = fitted.report
            lines.append(
                """
                  \(values.joined(separator: ", ")); log-likelihood \
                \(Self.fixed(report.logLikelihood(unit: unit), 2)), \(Wording.count(report.steps, "step"))
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
}
