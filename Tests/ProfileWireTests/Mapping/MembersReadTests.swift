import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping tells which members it reads")
struct MembersReadTests {
    private static let mappings = [
        """
        {"kind":"order","source":"shop","documents":"orders","skip_when":{"column":"test","is":"true"},
        "record":{"id":"id","customer":{"email":["email","buyer.email"],"shop":"buyer.id"},"placed_at":"at",
        "currency":"money.code","status":{"value":"open","when":[
        {"for_each":"parcels","skip_when":{"column":"state","is":"lost"},"column":"kind","is":"gone","value":"cancelled"},
        {"column":"notes[].word","is_not":"unpaid","value":"paid"}]},
        "refunded":{"for_each":"refunds[].payments","skip_when":{"column":"failed","is":"true"},
        "column":"amount","sum":true},"tracking_url":"links[0].href",
        "lines":{"for_each":"items","skip_when":{"column":"count","is":"0"},"sku":"sku","quantity":"count",
        "unit_price":"price","name":{"columns":["title","size"],"join":" "},"category":"$.shelf"}}}
        """,
        """
        {"kind":"customer","source":"shop","record":{"id":"/id","emails":"mails[].address","given_name":
        {"first_of":["names.given","names.first"]},"family_name":"names.family",
        "traits":{"*":{"columns":["extra","more.extra"],"without":["secret"]}},
        "tags":{"for_each":"labels","column":"name"}}}
        """,
        """
        {"kind":"customer","source":"shop","record":{"id":"id","phones":"phone",
        "traits":{"*":{"for_each":"fields","skip_when":{"column":"hidden","is":"true"},"name":"label","value":"value"}}}}
        """,
    ]

    /// Documents of members that a mapping names and of others, each of which may be anything.
    private struct Writer {
        var random: SeededGenerator
        let names: [String]

        mutating func value(_ depth: Int) -> JSONValue {
            switch random.below(depth > 3 ? 4 : 9) {
            case 0: .null
            case 1: .string(random.pick(["true", "0", "2026-01-02T10:00:00Z", "EUR", "a@example.com", "gone", "", "paid"]))
            case 2: .number(random.pick(["1", "0", "2.50"]))
            case 3: .string(random.pick(["Ada", "Lovelace", "https://example.com/1", "lost", "S-1"]))
            case 4, 5: .array((0..<random.below(4)).map { _ in value(depth + 1) })
            default: object(depth + 1)
            }
        }

        mutating func object(_ depth: Int) -> JSONValue {
            let others = ["other", "secret", "unheard_of", "x"]
            let members = (names + others).filter { _ in random.chance(depth == 0 ? 90 : 50) }
            return .object(JSONObject(members: members.map { .init(name: $0, value: value(depth)) }))
        }
    }

    private func names(of mapping: Mapping) -> [String] {
        let steps = mapping.records.flatMap(\.columns).compactMap { MemberPath($0.name)?.steps }.joined()
        let names = steps.compactMap { step in if case .name(let name) = step { name } else { nil } }
        return Set(names + [mapping.documents].compactMap(\.self)).sorted()
    }

    @Test("What it makes of these members alone is what it makes of the whole document", arguments: mappings)
    func equal(_ text: String) throws {
        let mapping = try Mapping(MappingSample.tree(text))
        let filter = try #require(mapping.membersRead)
        let reading = try DocumentMapping(mapping, today: MappingSample.today)
        var writer = Writer(random: SeededGenerator(seed: 99), names: names(of: mapping))
        var records = 0
        for _ in 0..<1_500 {
            var json = JSONWriter()
            json.value(writer.object(0))
            let whole = try JSONReader.parse(leavingDepthsOf: json.bytes)
            let sparse = try #require(try JSONReader.parse(leavingDepthsOf: json.bytes, reading: filter))
            let (all, some) = (told(whole, reading), told(sparse, reading))
            #expect(all == some)
            records += all.count { $0.record != nil }
        }
        #expect(records > 20, "\(records)")
    }

    private struct Told: Equatable {
        var record: SourceRecord?
        var remarks: [RowRejection.Placed] = []
    }

    private func told(_ document: JSONValue, _ mapping: DocumentMapping) -> [Told] {
        mapping.decode(document, by: MappingSample.decoder).map { result in
            switch result {
            case .success(let mapped): Told(record: mapped.record, remarks: mapped.warnings)
            case .failure(let rejection): Told(remarks: rejection.problems)
            }
        }
    }

    @Test("A mapping that may read anything says so")
    func anything() throws {
        for path in [".", "$", "[0]"] {
            let text = #"{"kind":"customer","source":"shop","record":{"id":"id","notes":"\#(path)"}}"#
            let mapping = try? Mapping(MappingSample.tree(text.replacing("notes", with: "given_name")))
            #expect(mapping?.membersRead == nil)
        }
    }
}
