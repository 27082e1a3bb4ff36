/// How far an order has come by its age, and how well it went.
struct OrderCourse {
    let status: String
    /// Days between the order and the last statement about it.
    let lastsDays: Int
    let promisedDays: Int
    let isPartlyRefunded: Bool

    init(age: Int, _ die: inout Die) {
        let fate = die.roll(1...100)
        promisedDays = die.roll(3...6)
        isPartlyRefunded = fate > 96
        status =
            switch age {
            case ..<2: fate <= 40 ? "open" : fate <= 97 ? "paid" : "cancelled"
            case ..<4: fate <= 25 ? "paid" : fate <= 96 ? "shipped" : "cancelled"
            case ..<8: fate <= 30 ? "shipped" : fate <= 96 ? "delivered" : "cancelled"
            case ..<25: fate <= 8 ? "shipped" : fate <= 92 ? "delivered" : fate <= 96 ? "cancelled" : "returned"
            default: fate <= 4 ? "cancelled" : fate <= 9 ? "returned" : "delivered"
            }
        lastsDays = status == "delivered" ? die.roll(2...6) : status == "returned" ? die.roll(9...24) : die.roll(0...2)
    }

    var isShippable: Bool { status != "cancelled" && status != "returned" }

    var hasParcel: Bool { status == "shipped" || status == "delivered" }
}
