import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping tells which members it reads")
struct MembersReadTests {
    /// Mappings, each with a document that one of its records is made of.
    private static let mappings = [
        (
            """
            {"kind":"order","source":"shop","documents":"orders","skip_when":{"column":"test","is":"true"},
            "record":{"id":"id","customer":{"email":["email","buyer.email"],"shop":"buyer.id"},"placed_at":"at",
            "currency":"money.code","status":{"value":"open","when":[
            {"for_each":"parcels","skip_when":{"column":"state","is":"lost"},"column":"kind","is":"gone",
            "value":"cancelled"},{"column":"notes[].word","is_not":"unpaid","value":"paid"}]},
            "refunded":{"for_each":"refunds[].payments","skip_when":{"column":"failed","is":"true"},
            "column":"amount","sum":true},"tracking_url":"links[0].href",
            "lines":{"for_each":"items","skip_when":{"column":"count","is":"0"},"sku":"sku","quantity":"count",
            "unit_price":"price","name":{"columns":["title","size"],"join":" "},"category":"$.shelf"}}}
            """,
            """
            {"id":17,"email":"a@example.com","buyer":{"id":"b-1","email":"b@example.com","name":"Ada"},
            "at":"2026-01-02T10:00:00Z","money":{"code":"EUR","amount":"9"},"shelf":"shoes","notes":[{"word":"new"}],
            "parcels":[{"kind":"sent","state":"here"}],"links":[{"href":"https://example.com/1","rel":"x"}],
            "refunds":[{"payments":[{"amount":"1.50","by":"card"},{"amount":"9","failed":true}]}],
            "items":[{"sku":"S1","count":2,"price":3.33,"title":"A","size":"L","weight":7},{"sku":"S2","count":0}]}
            """
        ),
        (
            """
            {"kind":"customer","source":"shop","record":{"id":"/id","emails":"mails[].address","given_name":
            {"first_of":["names.given","names.first"]},"family_name":"names.family",
            "traits":{"*":{"columns":["extra","more.extra"],"without":["secret"]}},
            "tags":{"for_each":"labels","column":"name"}}}
            """,
            """
            {"id":"7","mails":[{"address":"a@example.com","kind":"home"}],"names":{"first":"Ada","family":"Lovelace"},
            "extra":{"size":42,"deep":{"a":[1,{"b":2}]},"secret":"x"},"more":{"extra":{"plan":"gold"},"other":[1]},
            "labels":[{"name":"vip","color":"red"},{"name":"new"}]}
            """
        ),
        (
            """
            {"kind":"customer","source":"shop","record":{"id":"id","phones":"phone",
            "traits":{"*":{"for_each":"fields","skip_when":{"column":"hidden","is":"true"},"name":"label",
            "value":"value"}}}}
            """,
            """
            {"id":"7","phone":"+49 30 1234567","fields":[{"label":"size","value":"L","hidden":false,"at":1},
            {"label":"gone","value":"x","hidden":true}]}
            """
        ),
        (
            // The rows of an order are compared by their customers, here by the list as it stands there.
            """
            {"kind":"order","source":"shop","for_each":"rows","group_by":"no","null_words":["gone"],
            "record":{"id":"no","customer":{"shop":"who","email":{"for_each":"buyers","column":"email"}},
            "placed_at":"$.at","currency":{"value":"EUR"},"status":{"value":"open"},
            "lines":{"sku":"/item/codes/0","quantity":"count"}}}
            """,
            """
            {"at":"2026-01-02T10:00:00Z","rows":[{"no":"1","who":"b","buyers":[{"email":"a@example.com","seen":1}],
            "item":{"codes":["S1","T1"],"size":1},"count":2},{"no":"1","who":"b","buyers":[{"email":"a@example.com",
            "seen":1}],"item":{"codes":["S2"]},"count":1}]}
            """
        ),
        (
            """
            {"records":[
            {"kind":"customer","source":"shop","merge":true,"skip_when":{"column":"type","is_not":"person"},
            "record":{"id":"data.id","given_name":"data.first","emails":"data.mails[]",
            "address":{"city":"data.place.city"}}},
            {"kind":"activity","source":"shop","skip_when":{"column":"type","is_not":"view"},
            "record":{"id":"no","customer":{"shop":"data.id"},"occurred_at":"at","type":{"value":"product_viewed"},
            "sku":"data.sku"}}]}
            """,
            """
            {"type":"person","no":"1","at":"2026-01-02T10:00:00Z",
            "data":{"id":"7","first":"Ada","mails":["a@example.com"],"place":{"city":"Berlin","street":"x"},"sku":"S1",
            "more":{"deep":[{"id":1}]}}}
            """
        ),
    ]

    /// Changes a document here and there, and adds members that nobody reads.
    private struct Editor {
        var random: SeededGenerator
        private let plain: [JSONValue] = [
            .null, .bool(true), .string(""), .string("true"), .string("gone"), .number("0"), .number("2.50"),
            .string("Ada"),
        ]

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
        }

        mutating func edited(_ value: JSONValue) -> JSONValue {
            guard !random.chance(4) else { return other(1) }
            switch value {
            case .array(let values): return .array(values.map { edited($0) })
            case .object(let object):
                let own = object.members.map { JSONObject.Member(name: $0.name, value: edited($0.value)) }
                return .object(JSONObject(members: own.filter { _ in !random.chance(4) } + others(0)))
            default: return value
            }
        }

        private mutating func others(_ depth: Int) -> [JSONObject.Member] {
            ["unheard", "name_of_nobody", "title_", "x"].filter { _ in random.chance(40) }
                .map { .init(name: $0, value: other(depth + 1)) }
        }

        private mutating func other(_ depth: Int) -> JSONValue {
            switch random.below(depth > 2 ? 1 : 3) {
            case 1: .array([other(depth + 1), other(depth + 1)])
            case 2: .object(JSONObject(members: others(depth) + [.init(name: "id", value: other(depth + 1))]))
            default: random.pick(plain)
            }
        }
    }

    @Test("What it makes of these members alone is what it makes of the whole document", arguments: mappings)
    func equal(_ text: String, _ document: String) throws {
        let mapping = try Mapping(MappingSample.tree(text))
        let filter = try #require(mapping.membersRead)
        let reading = try DocumentMapping(mapping, today: MappingSample.today)
        let document = try MappingSample.tree(document)
        #expect(told(document, reading).contains { $0.record != nil }, "\(told(document, reading))")
        var (editor, records, failures) = (Editor(seed: 99), 0, 0)
        for _ in 0..<120 {
            var json = JSONWriter()
            json.value(editor.edited(document))
            let whole = try JSONReader.parse(leniently: json.bytes)
            let sparse = try #require(try JSONReader.parse(leniently: json.bytes, reading: filter))
            let (all, some) = (told(whole, reading), told(sparse, reading))
            #expect(all == some)
            records += all.count { $0.record != nil }
            failures += all.count { !$0.remarks.isEmpty }
        }
        #expect(records > 10 && failures > 5, "\(records) records, \(failures) with remarks")
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
        for (path, isKnown) in [(".", false), ("$", false), ("[0]", false), ("name", true), ("$.name", true)] {
            let text = #"{"kind":"customer","source":"shop","record":{"id":"id","given_name":"\#(path)"}}"#
            let mapping = try Mapping(MappingSample.tree(text))
            #expect((mapping.membersRead != nil) == isKnown, "\(path)")
        }
    }
}
