import Packing
import Testing

@Suite("Packing")
struct PackerTests {
    private static let specimen = Array(#"{"person":{"given_name":"Ada","family_name":"Byron","birthday":null}}"#.utf8)
    private let packer = Packer(specimen: specimen)

    @Test("What was packed comes out the same", arguments: [0, 1, 2, 7, 64, 1000, 65_536, 300_000])
    func roundTrip(count: Int) {
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let text = (0..<count).map { Self.specimen[$0 % Self.specimen.count] }
        for bytes in [noise, text] {
            let packed = packer.pack(bytes)
            #expect(packed.count == bytes.count)
            #expect(packed.unpacked == bytes)
            #expect(packed.packedCount <= bytes.count)
        }
    }

    @Test("What resembles the specimen takes far less room")
    func resemblance() {
        let bytes = Array(#"{"person":{"given_name":"Eve","family_name":"Stone","birthday":null}}"#.utf8)
        #expect(packer.pack(bytes).packedCount * 2 < bytes.count)
        #expect(Packer(specimen: []).pack(bytes).packedCount * 2 > bytes.count)
    }

    @Test("A specimen may be longer than LZ4 looks back")
    func longSpecimen() {
        let long = Packer(specimen: Array(repeating: 0x20, count: 100_000) + Self.specimen)
        #expect(long.pack(Self.specimen).unpacked == Self.specimen)
        #expect(long.pack(Self.specimen).packedCount * 2 < Self.specimen.count)
    }
}
