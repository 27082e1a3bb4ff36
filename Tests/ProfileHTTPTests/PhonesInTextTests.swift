@testable import ProfileHTTP
import Testing

@Suite("Phone numbers in a text") struct PhonesInTextTests {
    @Test("A number is found in any spelling, within a sentence too")
    func found() {
        for text in ["call +44 20 7946 0018, please", "(+44) 20-7946.0018.", "tel:+442079460018", "020 7946 0018"] {
            let found = PhonesInText.candidates(in: text) ?? []
            #expect(found.contains { $0.filter(\.isNumber).hasSuffix("2079460018") }, "\(text)")
        }
        #expect(PhonesInText.candidates(in: "order 12 of 3") == [])
        let framed = String(repeating: "-", count: 5_000) + "+442079460018" + String(repeating: ".", count: 5_000)
        #expect(PhonesInText.candidates(in: framed) == ["+442079460018"])
    }

    @Test("In two megabytes of digits no more are looked at than are asked for, and all of them are short")
    func bounded() {
        for word in [1, 2, 3, 7] {
            var number = 12_345
            var text = ""
            while text.utf8.count < 2 << 20 {
                number = (number &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
                text += String(String(1_000_000_000 + number).suffix(word)) + " "
            }
            #expect(PhonesInText.candidates(in: text, atMost: 50_000) == nil)
        }
        let wide = (0..<40).map { "\($0)" + String(repeating: "-", count: 50_000) }.joined(separator: " ")
        let few = PhonesInText.candidates(in: wide)
        #expect(few?.allSatisfy { $0.utf8.count <= 64 } == true)
    }
}
