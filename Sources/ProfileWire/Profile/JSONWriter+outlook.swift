import Foundation
package import ProfileCore

/// What a customer is expected to do, and how well that is known.
extension JSONWriter {
    mutating func outlook(_ outlook: OutlookView) {
        object {
            $0.member("withheld", outlook.withheld)
            $0.member("days", LearnedOutlook.days)
            $0.optional("orders", outlook.orders) { $0.expected($1) }
            $0.optional("order_chance", outlook.orderChance) { $0.expected($1) }
            $0.optional("spend", outlook.spend) { json, spend in json.spend(spend, in: outlook.currency) }
            $0.optional("contacts", outlook.contacts) { $0.expected($1, days: LearnedOutlook.contactDays) }
            $0.optional("next_order", outlook.nextOrder) { $0.usualOrder($1) }
            $0.optional("learned", outlook.learned) { json, learned in
                json.object {
                    $0.member("number", learned.number)
                    $0.member("until", learned.until)
                    $0.member("customers", learned.customers)
                }
            }
            $0.member("untold") { json in
                json.object { json in
                    for untold in outlook.untold {
                        json.key(named: untold.member)
                        json.string(untold.reason)
                    }
                }
            }
        }
    }

    private mutating func expected(_ number: ExpectedNumber, days: Int? = nil) {
        object {
            $0.present("days", days)
            $0.member("expected", decimal: number.value)
            $0.basis(number)
        }
    }

    private mutating func spend(_ number: ExpectedNumber, in currency: Currency?) {
        object { json in
            json.optional("expected", number.money) { json, money in
                if let currency { json.money(money, currency) } else { json.null() }
            }
            json.member("currency", currency?.code)
            json.basis(number)
        }
    }

    private mutating func basis(_ number: ExpectedNumber) {
        member("basis", number.basis?.rawValue)
        member("reason", number.reason)
    }

    private mutating func usualOrder(_ usual: UsualOrder) {
        object {
            $0.member("usual_on", usual.on)
            $0.member("usual_days", usual.days)
            $0.member("overdue", usual.isOverdue)
            $0.member("overdue_from", usual.overdueFrom)
            $0.member("gaps", usual.gaps)
        }
    }
}

/// The figures of models and baselines.
extension JSONWriter {
    package mutating func learnedOutlook(_ learned: LearnedOutlook?) {
        guard let learned else { return null() }
        object { $0.learnedMembers(learned) }
    }

    /// The outlook, and beside it all that was learned together with it.
    package mutating func learned(
        _ outlook: LearnedOutlook, _ suggestions: LearnedSuggestions?, _ handling: LearnedHandling?,
        _ invitations: LearnedInvitations?
    ) {
        object { json in
            json.learnedMembers(outlook)
            json.optional("suggestions", suggestions) { $0.learnedSuggestions($1) }
            json.optional("handling", handling) { $0.learnedHandling($1) }
            json.optional("invitations", invitations) { $0.learnedInvitations($1) }
        }
    }

    private mutating func learnedMembers(_ learned: LearnedOutlook) {
        member("number", learned.number)
        member("until", learned.until)
        outlookFigures(learned.evaluation)
    }

    /// The members of the object at hand.
    package mutating func outlookFigures(_ evaluation: OutlookEvaluation) {
        member("days", evaluation.days)
        member("customers", evaluation.customers)
        member("returning", evaluation.returning)
        member("orders") { $0.comparison(evaluation.orders) }
        member("chance") { $0.comparison(evaluation.chance, bands: evaluation.calibration) }
        key("spend")
        array(of: evaluation.spend) { json, part in
            json.comparison(part.comparison, currency: part.currency, customers: part.customers)
        }
        member("contacts") { $0.comparison(evaluation.contacts) }
    }

    private mutating func comparison(
        _ comparison: OutlookComparison, bands: [CalibrationBand]? = nil, currency: Currency? = nil,
        customers: Int? = nil
    ) {
        let unit = currency?.unit ?? 1
        object { json in
            json.present("currency", currency?.code)
            json.present("customers", customers)
            json.optional("model", comparison.fitted) { $0.fitted($1, unit: unit) }
            json.items("figures", comparison.rows) { $0.row($1, unit: unit) }
            json.member("basis", comparison.basis?.rawValue)
            json.member("reason", comparison.reason)
            guard let bands else { return }
            json.member("calibration_error") { $0.figure(CalibrationBand.error(of: bands)) }
            json.items("calibration", bands) { $0.calibration($1) }
        }
    }

    private mutating func calibration(_ band: CalibrationBand) {
        object {
            $0.member("customers", band.customers)
            $0.member("given") { $0.figure(band.given) }
            $0.member("observed") { $0.figure(band.observed) }
        }
    }

    private mutating func fitted(_ fitted: FittedParameters, unit: Double) {
        object { json in
            for (name, value) in fitted.list(unit: unit) {
                json.key(named: name)
                json.figure(value)
            }
            json.member("log_likelihood") { $0.figure(fitted.report.logLikelihood(unit: unit)) }
            json.member("customers", fitted.report.customers)
            json.member("distinct", fitted.report.distinct)
            json.member("steps", fitted.report.steps)
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
    mutating func figure(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        if abs(value) < 1e9 { decimal(value, decimals: 6) } else { number(text: "\(value)") }
    }
}

extension Currency {
    /// How many minor units one of the currency has.
    package var unit: Double { (0..<exponent).reduce(1) { unit, _ in unit * 10 } }
}

extension FitReport {
    /// The likelihood is a density, so it depends on the unit of the amounts.
    package func logLikelihood(unit: Double) -> Double {
        logLikelihood + Double(customers) * log(unit)
    }
}

extension FittedParameters {
    /// The parameters by name. One of them is an amount, `v` of the model of spend.
    package func list(unit: Double) -> [(name: String, value: Double)] {
        zip(names, values).map { ($0, $0 == "v" ? $1 / unit : $1) }
    }
}
