import ProfileCore

extension MemberReader {
    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = take(name) else { return nil }
        guard let text = value.numberText(orWritten: findings.isLenient) else {
            rejectType(name, value, expected: "an integer")
            return nil
        }
        switch DecimalNumber.scaled(text, decimals: 0) {
        case .value(let number) where range.contains(Int(number)): return Int(number)
        case .tooPrecise: reject(name, .notAnInteger, "an integer is expected")
        default: reject(name, .outOfRange, "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return nil
    }

    /// A number in thousandths, rounded: measured values come with any number of decimals.
    mutating func roundedThousandths(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = take(name) else { return nil }
        guard let text = value.numberText(orWritten: findings.isLenient) else {
            rejectType(name, value, expected: "a number")
            return nil
        }
        if case .value(let number) = DecimalNumber.scaled(text, decimals: 3, rounding: true),
            range.contains(Int(number))
        {
            return Int(number)
        }
        reject(name, .outOfRange, "a number from \(range.lowerBound / 1000) to \(range.upperBound / 1000)")
        return nil
    }

    /// Money in the currency's minor units, from a decimal string or a number; nil also without a currency.
    mutating func money(_ name: String, _ currency: Currency?) -> MinorUnits? {
        guard let value = take(name), let currency else { return nil }
        return decimal(name, value, decimals: currency.exponent, limit: NumberLimit.money)
    }

    /// A unit price, which may be four digits finer than the currency.
    mutating func price(_ name: String, _ currency: Currency?) -> UnitPrice? {
        guard let value = take(name), let currency else { return nil }
        let limit = NumberLimit.money * UnitPrice.partsPerMinorUnit
        return decimal(name, value, decimals: currency.exponent + 4, limit: limit).map(UnitPrice.init(parts:))
    }

    mutating func quantity(_ name: String) -> Quantity? {
        guard let value = take(name) else { return nil }
        return decimal(name, value, decimals: 3, limit: NumberLimit.quantityThousandths)
            .map(Quantity.init(thousandths:))
    }

    /// A decimal of at most `decimals` digits after the point, as an integer of that unit.
    func decimal(_ name: String, _ value: JSONValue, decimals: Int, limit: Int64) -> Int64? {
        switch value {
        case .number(let text), .string(let text):
            switch DecimalNumber.scaled(text, decimals: decimals) {
            case .value(let number) where number.magnitude <= limit.magnitude: return number
            case .value, .outOfRange: reject(name, .outOfRange, "the amount is greater than any that is taken")
            case .tooPrecise: reject(name, .tooPrecise, "at most \(decimals) digits after the decimal point")
            case .malformed: reject(name, .badNumber, "a decimal such as 12.5")
            }
        default: rejectType(name, value, expected: "a decimal string or a number")
        }
        return nil
    }
}

extension JSONValue {
    /// The text of a number; with `orWritten` also of one that is written as a string, as many systems do.
    fileprivate func numberText(orWritten: Bool) -> String? {
        switch self {
        case .number(let text): return text
        case .string(let text) where orWritten:
            let clean = CleanText.clean(text)
            return DecimalNumber.scaled(clean, decimals: 0) == .malformed ? nil : clean
        default: return nil
        }
    }
}
