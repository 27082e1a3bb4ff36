import Foundation
import ProfileCore
import Testing

@testable import ProfileWire

struct JSONWriterTests {
    @Test func setsCommas() {
        var json = JSONWriter()
        json.object { json in
            json.member("a", 1)
            json.member("b") { $0.array(of: [1, 2]) { $0.integer($1) } }
            json.member("c") { $0.object { _ in } }
            json.member("d", nil as String?)
            json.present("e", nil as Int?)
            json.key(named: "f\"")
            json.bool(true)
        }
        #expect(json.text == #"{"a":1,"b":[1,2],"c":{},"d":null,"f\"":true}"#)
    }

    @Test func escapesNoMoreThanItMust() throws {
        var json = JSONWriter()
        json.string("\u{0}\u{1F}\n\t\r\u{8}\u{C}\"\\/é\u{2028}😀\u{7F}")
        #expect(json.text == "\"\\u0000\\u001f\\n\\t\\r\\b\\f\\\"\\\\/é\u{2028}😀\u{7F}\"")
    }

    @Test func everyTextComesBack() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let scalars = (0..<random.below(20)).compactMap { _ in Unicode.Scalar(UInt32(random.below(0x3000))) }
            let text = String(String.UnicodeScalarView(scalars))
            var json = JSONWriter()
            json.string(text)
            guard case .string(let back) = try JSONReader.parse(json.bytes) else {
                Issue.record("no string")
                return
            }
            #expect(Array(back.utf8) == Array(text.utf8))
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_795_341_600_000, "2026-11-22T10:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_341_600_123, "2026-11-22T10:00:00.123Z"), (1_795_341_600_007, "2026-11-22T10:00:00.007Z"),
        (-2_208_988_800_000, "1900-01-01T00:00:00Z"),
    ])
    func writesTimes(_ milliseconds: Int64, _ text: String) {
        #expect(TimeText.rfc3339(Timestamp(milliseconds: milliseconds)) == text)
    }

    @Test(arguments: [
        ("EUR", 234_000, "2340.00"), ("EUR", -5, "-0.05"), ("EUR", 0, "0.00"), ("JPY", 1200, "1200"),
        ("KWD", -1_234_567, "-1234.567"), ("EUR", Int64.min, "-92233720368547758.08"),
    ])
    func writesMoney(_ code: String, _ amount: Int64, _ text: String) throws {
        #expect(DecimalText.money(amount, try #require(Currency(code))) == text)
    }

    @Test func writesQuantitiesAndPricesWithoutSpareZeros() throws {
        #expect(
            [3000, 1500, -250, 0, 1].map { DecimalText.quantity(Quantity(thousandths: $0)) } == [
                "3", "1.5", "-0.25", "0", "0.001",
            ])
        let yen = try #require(Currency("JPY"))
        #expect(DecimalText.price(UnitPrice(parts: 1_299_000_0), .euro) == "12.99")
        #expect(DecimalText.price(UnitPrice(parts: 12_345), .euro) == "0.012345")
        #expect(DecimalText.price(UnitPrice(parts: 50_000), yen) == "5")
    }

    @Test func roundsDecimals() {
        var json = JSONWriter()
        json.array(of: [24.5, 0.678, 3.0, -0.001, .nan, 1e300]) { $0.decimal($1, decimals: 2) }
        #expect(json.text == "[24.5,0.68,3,0,null,null]")
    }
}

extension JSONWriter {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
