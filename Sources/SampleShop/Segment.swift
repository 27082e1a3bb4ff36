/// How much somebody buys.
enum Segment: Sendable {
    case champion, regular, occasional, once, prospect

    static func rolled(_ die: inout Die) -> Segment {
        switch die.roll(1...100) {
        case ...4: .champion
        case ...20: .regular
        case ...65: .occasional
        case ...80: .once
        default: .prospect
        }
    }

    func orders(_ die: inout Die) -> Int {
        switch self {
        case .champion: die.roll(20...40)
        case .regular: die.roll(7...14)
        case .occasional: die.roll(1...5)
        case .once: 1
        case .prospect: 0
        }
    }

    /// How many contacts somebody has besides those about an order.
    func idleContacts(_ die: inout Die) -> Int {
        switch self {
        case .champion: die.roll(3...10)
        case .regular: die.roll(1...5)
        case .occasional, .once: die.roll(0...2)
        case .prospect: die.roll(0...3)
        }
    }
}
