import Testing

@testable import ProfileWire

struct DecimalNumberTests {
    @Test(arguments: [
        ("129.90", 2, DecimalNumber.Outcome.value(12_990)), ("-0.05", 2, .value(-5)), ("0", 2, .value(0)),
        ("-0.00", 2, .value(0)), ("1.500", 2, .value(150)), ("1.5e2", 2, .value(15_000)), ("100e-2", 0, .value(1)),
        ("1E+3", 0, .value(1000)), ("0.1", 0, .tooPrecise), ("1.005", 2, .tooPrecise), ("1e-400", 2, .tooPrecise),
        ("1e400", 2, .outOfRange), ("1e99999999999999999999", 2, .outOfRange), ("0e99999999999999999999", 2, .value(0)),
        ("999999999999999999", 0, .value(999_999_999_999_999_999)), ("9999999999999999999", 0, .outOfRange),
        ("", 2, .malformed), (" 1", 2, .malformed), ("1,5", 2, .malformed), ("+1", 2, .malformed),
        ("1.", 2, .malformed),
        ("NaN", 2, .malformed), ("0x10", 2, .malformed), ("٣", 2, .malformed),
    ])
    func isExact(_ text: String, _ decimals: Int, _ outcome: DecimalNumber.Outcome) {
        #expect(DecimalNumber.scaled(text, decimals: decimals) == outcome)
    }

    @Test(arguments: [
        ("0.87654", 877), ("0.0005", 1), ("0.00049", 0), ("-0.9999", -1000), ("1e-30", 0), ("0.05e1", 500),
        ("-0.1235", -124),
    ])
    func rounds(_ text: String, _ thousandths: Int64) {
        #expect(DecimalNumber.scaled(text, decimals: 3, rounding: true) == .value(thousandths))
    }
}
