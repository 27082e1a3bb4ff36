import ProfileCore
import ProfileStore
import Testing

@Suite("The binary form of merges, keys and codes") struct SettingsEncodingTests {
    @Test("merges read back equal", arguments: 0..<100)
    func merges(_ seed: Int) throws {
        var generator = Generator(seed: seed)
        let cause: Merge.Cause =
            generator.chance()
            ? .record(generator.factKey(), identifiers: generator.list { $0.identifier() })
            : .steward(name: generator.text(), reason: generator.text())
        let merge = Merge(
            absorbed: generator.id(), survivor: generator.id(), at: generator.moment(), cause: cause,
            undone: generator.maybe { Merge.Undoing(at: $0.moment(), name: $0.text(), reason: $0.text()) })
        #expect(try Stored.value(Merge.self, from: Stored.bytes(of: merge)) == merge)
    }

    @Test("keys read back equal", arguments: 0..<100)
    func keys(_ seed: Int) throws {
        var generator = Generator(seed: seed)
        let key = APIKey(
            id: generator.text(), name: generator.text(), secretHash: generator.list(40) { UInt8($0.number(0...255)) },
            scopes: Set(generator.list { $0.pick(APIKey.Scope.allCases) }),
            sources: generator.maybe { Set($0.list { $0.text() }) }, createdAt: generator.moment(),
            revokedAt: generator.maybe { $0.moment() })
        #expect(try Stored.value(APIKey.self, from: Stored.bytes(of: key)) == key)
    }

    @Test("ids sort as their bytes do", arguments: 0..<100)
    func ids(_ seed: Int) {
        var generator = Generator(seed: seed)
        let (one, other) = (generator.id(), generator.id())
        #expect((one < other) == one.bytes.lexicographicallyPrecedes(other.bytes))
        #expect(one.bytes.withUnsafeBytes { ProfileID($0) } == one)
    }
}
