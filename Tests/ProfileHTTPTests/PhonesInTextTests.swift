@testable import ProfileHTTP
import Testing

@Suite("Phone numbers in a text") struct PhonesInTextTests {
    @Test("A number is found in any spelling, within a sentence too")
    func found() {
        for text in ["call +44 20 7946 0018, please", "(+44) 20-7946.0018.", "tel:+442079460018", "020 7946 0018"] {
            let found = PhonesInText.candidates(in: text, atMost: .max) ?? []
            #expect(found.contains { $0.filter(\.isNumber).hasSuffix("2079460018") }, "\(text)")
        }
        #expect(PhonesInText.candidates(in: "order 12 of 3", atMost: 1) == [])
        let framed = String(repeating: "-", count: 5_000) + "+442079460018" + String(repeating: ".", count: 5_000)
        #expect(PhonesInText.candidates(in: framed, atMost: 1) == ["+442079460018"])
    }

    @Test("What is found is every run of up to eight words with as many digits as a number has")
    func complete() {
        let parts = Array("0123456789012345   ++-./()xé")
        var number: UInt32 = 12_345
        for _ in 0..<2_000 {
            let text = String(
                (0..<60).map { _ in
                    number = number &* 1_103_515_245 &+ 12_345
                    return parts[Int(number >> 16) % parts.count]
                })
            let expected = Self.numbers(in: text)
            #expect(PhonesInText.candidates(in: text, atMost: expected.count) == expected, "\(text)")
            if !expected.isEmpty { #expect(PhonesInText.candidates(in: text, atMost: expected.count - 1) == nil) }
        }
    }

    /// The same by trying all runs of words.
    private static func numbers(in text: String) -> Set<String> {
        var found: Set<String> = []
        for stretch in text.split(whereSeparator: { !"0123456789 +-./()".contains($0) }) {
            let words = stretch.split(separator: " ")
            for first in words.indices {
                for last in words[first...].indices.prefix(8) {
                    var run = stretch[words[first].startIndex..<words[last].endIndex].drop { "-./)".contains($0) }
                    while let end = run.last, !end.isNumber { run.removeLast() }
                    if (7...18).contains(run.count(where: \.isNumber)), run.count <= 64 { found.insert(String(run)) }
                }
            }
        }
        return found
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
        let few = PhonesInText.candidates(in: wide, atMost: .max)
        #expect(few?.allSatisfy { $0.utf8.count <= 64 } == true)
    }
}
