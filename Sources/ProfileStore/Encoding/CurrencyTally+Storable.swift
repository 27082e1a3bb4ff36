package import ProfileCore

extension CurrencyTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.integer(orders)
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
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init()
        orders = try reader.int()
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
    }
}
