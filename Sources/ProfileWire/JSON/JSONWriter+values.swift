package import ProfileCore

/// Core values in the forms of the HTTP contract.
extension JSONWriter {
    /// RFC 3339 in UTC, as a string.
    package mutating func time(_ time: Timestamp) {
        quoted { TimeText.append(time, to: &$0) }
    }

    /// `YYYY-MM-DD`, as a string.
    package mutating func day(_ day: Day) {
        quoted { TimeText.append(day, to: &$0) }
    }

    /// Minutes after midnight as `HH:MM`, up to `24:00`.
    package mutating func clock(minute: Int) {
        quoted { TimeText.append(clockMinute: minute, to: &$0) }
    }

    /// Money as a decimal string with exactly the currency's digits.
    package mutating func money(_ amount: MinorUnits, _ currency: Currency) {
        quoted { DecimalText.append(amount, decimals: currency.exponent, atLeast: currency.exponent, to: &$0) }
    }

    /// A unit price as a decimal string with at least the currency's digits.
    package mutating func price(_ price: UnitPrice, _ currency: Currency) {
        quoted { DecimalText.append(price, currency, to: &$0) }
    }

    /// A quantity as a number without trailing zeros.
    package mutating func quantity(_ quantity: Quantity) {
        bare { DecimalText.append(quantity.thousandths, decimals: 3, atLeast: 0, to: &$0) }
    }

    /// A count of thousandths as a number without trailing zeros, as for shares and scores.
    package mutating func decimal(thousandths: Int64) {
        bare { DecimalText.append(thousandths, decimals: 3, atLeast: 0, to: &$0) }
    }

    /// The number nearest to `value` with that many decimals, without trailing zeros; null when it is not finite.
    package mutating func decimal(_ value: Double, decimals: Int) {
        var scaled = value
        for _ in 0..<decimals { scaled *= 10 }
        guard let units = Int64(exactly: scaled.rounded()) else { return null() }
        bare { DecimalText.append(units, decimals: decimals, atLeast: 0, to: &$0) }
    }

    package mutating func trait(_ value: TraitValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let text): number(text: text)
        case .text(let text): string(text)
        case .list(let values): array(of: values) { $0.trait($1) }
        case .object(let members): traits(members)
        }
    }

    /// The members in the order of their names, so that equal traits give equal bytes.
    package mutating func traits(_ members: [String: TraitValue]) {
        beginObject()
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            key(named: name)
            trait(value)
        }
        endObject()
    }
}
