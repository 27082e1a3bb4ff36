/// What an order is worth, once total, lines, refunds and status are weighed against each other.
struct OrderAmounts: Hashable, Sendable {
    let gross: MinorUnits
    let refunded: MinorUnits
    /// Whether any amount was stated; otherwise both are 0 and say nothing.
    let isStated: Bool
    /// Whether any of it came back.
    let isReturned: Bool

    var net: MinorUnits { gross &- refunded }

    init(_ order: OrderRecord) {
        let lines = LineSums(order.lines)
        if order.isCreditNote {
            self.init(creditNote: order, lines)
        } else {
            self.init(purchase: order, lines)
        }
    }

    /// The stated total wins over the lines. Without one, goods count as gross and goods that came back as refunded. A
    /// returned order that tells no refund counts as refunded whole.
    private init(purchase order: OrderRecord, _ lines: LineSums) {
        isStated = order.total != nil || lines.hasPrices
        gross = order.total ?? lines.sold
        let cameBack = order.total == nil ? lines.cameBack : 0
        let stated = order.refunded.map { $0 &+ cameBack }
        let all = stated ?? (order.status == .returned ? max(gross, cameBack) : cameBack)
        refunded = isStated ? all : 0
        isReturned = order.status == .returned || order.refunded ?? 0 > 0 || refunded > 0 || lines.hasReturns
    }

    /// All of a credit note is refund. What it states as refunded besides its total is the same money.
    private init(creditNote order: OrderRecord, _ lines: LineSums) {
        isStated = order.total != nil || order.refunded != nil || lines.hasPrices
        gross = 0
        let total = order.total ?? lines.cameBack
        refunded = max(total < 0 ? 0 &- total : total, order.refunded ?? 0)
        isReturned = true
    }
}

/// The lines of an order, summed exactly and rounded once.
private struct LineSums {
    private(set) var hasReturns = false
    private(set) var hasPrices = false
    private var soldParts: Int128 = 0
    private var returnedParts: Int128 = 0

    private static let partsPerMinorUnit = Int128(UnitPrice.partsPerMinorUnit) * 1000

    init(_ lines: [OrderRecord.Line]) {
        for line in lines {
            let parts = Int128(line.quantity.thousandths) * Int128(line.unitPrice?.parts ?? 0)
            if line.unitPrice != nil { hasPrices = true }
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
