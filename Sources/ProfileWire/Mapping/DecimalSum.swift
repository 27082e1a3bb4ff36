/// Adds decimals exactly.
struct DecimalSum {
    private var units: Int64 = 0
    private static let decimals = 6

    /// False when the number has more decimals, or the sum more digits, than can be kept.
    mutating func add(_ text: String) -> Bool {
        guard case .value(let value) = DecimalNumber.scaled(text, decimals: Self.decimals) else { return false }
        let (sum, overflow) = units.addingReportingOverflow(value)
        units = sum
        return !overflow
    }

    var text: String {
        var bytes: [UInt8] = []
        DecimalText.append(units, decimals: Self.decimals, atLeast: 0, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
