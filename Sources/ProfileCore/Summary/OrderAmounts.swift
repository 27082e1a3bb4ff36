/// What an order is worth, once total, lines, refunds and status are weighed against each other.
struct OrderAmounts: Hashable, Sendable {
    let gross: MinorUnits
    let refunded: MinorUnits
    /// Whether any of it came back.
    let isReturned: Bool

    var net: MinorUnits { gross &- refunded }

    /// The stated total wins over the lines. Without one, goods count as gross and goods that came back as refunded. A
    /// negative total is a credit note: all of it is refund. A returned order that tells no refund counts as refunded
    /// whole.
    init(_ order: OrderRecord) {
        let lines = LineSums(order.lines)
        let cameBack: MinorUnits
        if let total = order.total {
            gross = max(total, 0)
            cameBack = max(0 &- total, 0)
        } else {
            gross = lines.sold
            cameBack = lines.cameBack
        }
        let stated = order.refunded.map { $0 &+ cameBack }
        refunded = stated ?? (order.status == .returned ? max(gross, cameBack) : cameBack)
        isReturned = order.status == .returned || refunded > 0 || lines.hasReturns
    }
}

/// The lines of an order, summed exactly and rounded once.
private struct LineSums {
    private(set) var hasReturns = false
    private var soldParts: Int128 = 0
    private var returnedParts: Int128 = 0

    private static let partsPerMinorUnit = Int128(UnitPrice.partsPerMinorUnit) * 1000

    init(_ lines: [OrderRecord.Line]) {
        for line in lines {
            let parts = Int128(line.quantity.thousandths) * Int128(line.unitPrice?.parts ?? 0)
            if line.quantity < .zero {
                hasReturns = true
                returnedParts -= parts
            } else {
                soldParts += parts
            }
        }
    }

    var sold: MinorUnits { Self.minorUnits(soldParts) }
    var cameBack: MinorUnits { Self.minorUnits(returnedParts) }

    private static func minorUnits(_ parts: Int128) -> MinorUnits {
        MinorUnits(clamping: parts.dividedRoundingHalfAway(by: partsPerMinorUnit))
    }
}
