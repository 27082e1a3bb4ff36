import Foundation
import ProfileCore
import ProfileWire

/// The figures of how well it was told whom a treatment helps, for people and for scripts.
struct InvitationReport: FigureReport {
    let evaluation: UpliftEvaluation
    let mapping: VisitMapping
    let treated: (people: Int, outcomes: Int)
    let control: (people: Int, outcomes: Int)
    let passedOver: Int
    let rejected: Int
    /// The duration of fitting and judging.
    let seconds: Double

    private var uplift: UpliftEstimate? {
        .ofShares((treated.outcomes, of: treated.people), (control.outcomes, of: control.people))
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("seconds") { $0.decimal(seconds, decimals: 3) }
            json.member("treated", treated.people)
            json.member("control", control.people)
            json.member("passed_over", passedOver)
            json.member("rejected", rejected)
            json.member("outcome", mapping.outcome)
            json.key("uplift")
            if let uplift { json.estimate(uplift) } else { json.null() }
            json.upliftFigures(evaluation)
            json.key("qini")
            if let curve = evaluation.curve { json.qini(curve, by: evaluation.served) } else { json.null() }
        }
        return json.bytes
    }

    var text: String {
        var lines = [
            """
            \(Wording.count(treated.people, "person", "people")) treated (\(mapping.treated)) and \
            \(control.people) not (\(mapping.control)); \
            \(passedOver) of others passed over. That took \(Self.fixed(seconds, 1)) s.
            """
        ]
        if rejected > 0 {
            lines.append("\(Wording.count(rejected, "row")) without an outcome or a rank that can be read.")
        }
        if let uplift { lines.append(sentence(of: uplift)) }
        lines += ["", Self.row("", ["Qini area", "std. error", "per treated"])]
        lines += evaluation.rows.map { row in
            Self.row(name(of: row.basis), [row.area, row.standardError, row.areaPerTreated].map { Self.fixed($0, 4) })
        }
        lines += [
            "",
            "Means of \(Wording.count(evaluation.splits, "split")), each judged by models of the others: the area",
            "between the Qini curve and the line of treating at random, for each of all people and of the treated.",
            "", "served: \(evaluation.served.words), since \(evaluation.reason)",
        ]
        return lines.joined(separator: "\n")
    }

    private func sentence(of uplift: UpliftEstimate) -> String {
        let shares = [treated, control].map { Self.percent(Double($0.outcomes) / Double(max(1, $0.people))) }
        let bounds = [uplift.low, uplift.high].map { Self.fixed($0 * 100, 2) }
        return "\(mapping.outcome): \(shares[0]) of the treated, \(shares[1]) of the others; "
            + "\(Self.fixed(uplift.value * 100, 2)) percentage points more (95 % interval \(bounds[0]) to \(bounds[1]))"
    }

    private func name(of basis: UpliftBasis) -> String {
        basis == .rule ? mapping.rule.map { "by \($0) alone" } ?? "at random" : basis.words
    }

    private static func percent(_ share: Double) -> String { fixed(share * 100, 2) + " %" }
}
