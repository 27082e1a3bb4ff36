import ProfileWire
import Testing

@testable import SampleShop

@Suite("Phone numbers")
struct PhoneTests {
    @Test("Every spelling of a number is read as that number", arguments: Country.byShare.map(\.code))
    func spellings(code: String) throws {
        let country = try #require(Country.byShare.first { $0.code == code })
        var die = Die(seed: 5)
        for range in country.landlines + [country.mobiles].compactMap(\.self) {
            for place in [0, range.count / 3, range.count - 1] {
                let number = try #require(range.number(at: place))
                for _ in 0..<20 {
                    #expect(PhoneNumbers.e164(number.national(&die), region: code) == number.e164)
                    #expect(PhoneNumbers.e164(number.international(&die), region: "DE") == number.e164)
                    #expect(PhoneNumbers.e164(number.logged(&die), region: nil) == number.e164)
                }
            }
        }
    }

    @Test("A range ends, so that nobody shares a number by accident")
    func ends() {
        for range in Country.byShare.flatMap(\.landlines) {
            #expect(range.number(at: range.count - 1) != nil)
            #expect(range.number(at: range.count) == nil)
        }
    }
}
