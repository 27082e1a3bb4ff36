import Foundation
import ProfileCore
import ProfileWire

/// The figures of how well next baskets were told, for people and for scripts.
struct BasketReport: FigureReport {
    let evaluation: BasketEvaluation
    /// How long ranking and judging took, where that is all that was done.
    var seconds: Double?

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            if let seconds { json.member("seconds") { $0.decimal(seconds, decimals: 3) } }
            json.basketFigures(evaluation)
        }
        return json.bytes
    }

    var text: String {
        guard evaluation.baskets > 0 else { return "No basket is known: no order names products." }
        let (baskets, customers) = (evaluation.baskets, evaluation.customers)
        let known =
            "\(Wording.count(baskets, "basket")) of \(Wording.count(customers, "customer")), "
            + Wording.count(evaluation.products, "product")
        guard evaluation.judged > 0 else {
            return "\(known); nobody has the \(BasketEvaluation.fewestBaskets) baskets that judging takes.\n\n\(served)"
        }
        let time = seconds.map { " That took \(Self.fixed($0, 1)) s." } ?? ""
        var lines = [
            "\(known); the last baskets of \(Wording.count(evaluation.judged, "customer")) judge.\(time)", "",
            Self.row("", ["recall@10", "NDCG@10", "hit@10", "NDCG, whole"]),
        ]
        lines += evaluation.rows.map { Self.row($0.method.words, $0.all) }
        if let served = evaluation.servedRow { lines.append(Self.row("served", served.all)) }
        lines += part("Bought before by the customer", \.repeats) + part("New to the customer", \.new)
        return (lines + ["", served]).joined(separator: "\n")
    }

    private var served: String { "served: \(evaluation.served.words), since \(evaluation.reason)" }

    private func part(_ title: String, _ part: (BasketEvaluation.Row) -> BasketAccuracy) -> [String] {
        let customers = evaluation.rows.first.map { part($0).customers } ?? 0
        return ["", "\(title), in the baskets of \(Wording.count(customers, "customer"))"]
            + evaluation.rows.map { Self.row($0.method.words, part($0)) }
    }

    private static func row(_ name: String, _ accuracy: BasketAccuracy) -> String {
        row(name, [accuracy.recall, accuracy.ndcg, accuracy.hit, accuracy.ndcgOfBasket].map { fixed($0, 4) })
    }
}
