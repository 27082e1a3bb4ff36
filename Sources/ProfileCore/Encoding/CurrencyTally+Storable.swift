extension CurrencyTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(orders)
        writer.integer(pricedOrders)
        writer.integer(returns)
        writer.integer(pricedReturns)
        writer.integer(gross)
        writer.integer(refunded)
        writer.count(days.count)
        var previous: Int64 = 0
        for total in days {
            writer.integer(Int64(total.day.number) - previous)
            writer.integer(total.orders)
            writer.integer(total.net)
            previous = Int64(total.day.number)
        }
        writeUnusualDays(to: &writer)
        writer.presence(earlier != nil)
        guard let earlier else { return }
        writer.integer(earlier.orders)
        writer.integer(earlier.returns)
        writer.integer(earlier.priced)
        writer.integer(earlier.net)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        orders = try reader.int()
        pricedOrders = try reader.int()
        returns = try reader.int()
        pricedReturns = try reader.int()
        gross = try reader.integer()
        refunded = try reader.integer()
        let count = try reader.count()
        days.reserveCapacity(count)
        var previous: Int64 = 0
        for place in 0..<count {
            let distance = try reader.integer()
            guard let number = Int32(exactly: previous &+ distance), place == 0 || distance > 0 else {
                throw .invalid("day")
            }
            days.append(
                DayTotal(day: Day(number: number), orders: try reader.int(), net: try reader.integer()))
            previous = Int64(number)
        }
        try readUnusualDays(from: &reader)
        var presence = try reader.presence()
        guard presence.next() else { return }
        earlier = DayTotal(
            day: Self.earlierDay, orders: try reader.int(), returns: try reader.int(), priced: try reader.int(),
            net: try reader.integer())
    }

    /// Credit notes and orders without amounts are rare: days without any take no room for them.
    private func writeUnusualDays(to writer: inout ByteWriter) {
        let unusual = days.enumerated().filter { $0.element.returns != 0 || $0.element.priced != $0.element.orders }
        writer.count(unusual.count)
        for (place, total) in unusual {
            writer.count(place)
            writer.integer(total.returns)
            writer.integer(total.priced)
        }
    }

    private mutating func readUnusualDays(from reader: inout ByteReader) throws(DecodingFailure) {
        for _ in 0..<(try reader.count()) {
            let place = try reader.unsigned()
            guard place < UInt64(days.count) else { throw .invalid("day") }
            days[Int(place)].returns = try reader.int()
            days[Int(place)].priced = try reader.int()
        }
    }
}
