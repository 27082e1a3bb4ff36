import HTTPTypes
import ProfileCore
import ProfileHTTP
import Testing
import Yams

/// What the description lets through is what is taken, where a pattern or a list can say it.
@Suite("Described values are taken, and no others")
struct DescribedValueTests {
    @Test("Every currency is listed")
    func currencies() throws {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        let codes = letters.flatMap { first in letters.flatMap { second in letters.map { first + second + $0 } } }
        let described = try DescribedSchema.named("GivenCurrency")["enum"]?.array().compactMap(\.string)
        let listed = described?.filter { $0.count == 3 }
        #expect(listed == codes.filter { Currency($0) != nil })
    }

    @Test("A time that fits the pattern is taken, and another is refused")
    func moments() async throws {
        let pattern = try Regex(try #require(try DescribedSchema.named("GivenMoment")["pattern"]?.string))
        let days = [
            "2026-11-22", "2024-02-29", "2000-02-29", "2200-12-31", "1900-01-01", "2026-02-29", "1900-02-29",
            "2100-02-29",
            "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2201-01-01", "1899-12-31", "2026-1-01",
        ]
        let clocks = [
            "T10:00:00Z", "t10:00z", " 10:00:60,5 UTC", "T23:59:59.123456789GMT", "T10:00:00+0100", "T10:00:00 -01",
            "T24:00:00Z", "T10:60:00Z", "T10:00:61Z", "T10:00:00.Z", "T10Z", "T10:00:00", "T10:00:00+24:00",
            "T10:00:00+01:60", "T10:00:00Zx", "", "Z",
        ]
        let texts = days.map { $0 + clocks[0] } + clocks.map { days[0] + $0 } + ["0000000000", "now"]
        let described = Set(texts.filter { $0.wholeMatch(of: pattern) != nil })
        try await TestServer().call { call async throws in
            for text in texts {
                let body = #"{"customer":{"crm":"1"},"type":"login","occurred_at":"\#(text)"}"#
                let status = try await call.status(.put, "/v1/sources/web/activities/1", body: body)
                #expect((status < 300) == described.contains(text), "\(text) gave \(status)")
            }
        }
    }
}
