import ProfileCore
import Testing

@Suite("Which events a webhook is told") struct WebhookFilterTests {
    @Test("Kinds that only a later version knows are carried through, beside those that are known")
    func laterKinds() throws {
        let read = try Stored.value(WebhookFilter.self, from: Stored.bytes(of: LaterFilter()))
        #expect(read.kinds == [.merged] && read.laterKinds == ["profile.moved"])
        #expect(try Stored.value(WebhookFilter.self, from: Stored.bytes(of: read)) == read)
        #expect(read.kindWords == ["profile.merged", "profile.moved"])
        #expect(WebhookFilter(kinds: nil, laterKinds: ["x"], sections: nil, tiers: nil) == .everything)
    }
}

/// As a later version writes it.
private struct LaterFilter: Storable {
    init() {}

    init(from reader: inout ByteReader) throws(DecodingFailure) {}

    func write(to writer: inout ByteWriter) {
        writer.presence(true, false, false)
        writer.strings(["profile.merged", "profile.moved"])
    }
}
