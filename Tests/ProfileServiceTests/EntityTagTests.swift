@testable import ProfileService
import Testing

@Suite("Entity tags")
struct EntityTagTests {
    @Test(
        "Hashes are those of the specification",
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)])
    func known(text: String, hash: UInt64) {
        #expect(XXHash64.hash(Array(text.utf8)) == hash)
    }

    @Test("Every byte counts, whatever the length", arguments: 0..<100)
    func everyByte(length: Int) {
        let body = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var tags: Set<String> = [EntityTag.strong(of: body), EntityTag.strong(of: body + [0])]
        for place in 0..<length {
            var other = body
            other[place] ^= 1
            tags.insert(EntityTag.strong(of: other))
        }
        #expect(tags.count == length + 2)
        #expect(tags.allSatisfy { $0.count == 18 })
    }
}
