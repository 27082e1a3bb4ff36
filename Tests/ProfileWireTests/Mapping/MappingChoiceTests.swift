import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping takes the first value there is, makes words, turns numbers round and lets files name members")
struct MappingChoiceTests {
    private func json(_ document: String, by mapping: String) throws -> JSONValue {
        let bound = try DocumentMapping(Mapping(MappingSample.tree(mapping)), today: MappingSample.today)
        let unfolded = bound.unfolded([NumberedDocument(bytes: Array(document.utf8))])
        return try JSONReader.parse(unfolded.json(0).get().bytes)
    }

    private func customer(_ members: String) -> String {
        #"{"kind":"customer","source":"crm","record":{"id":"id",\#(members)}}"#
    }

    private func problems(_ mapping: String) -> [String] {
        do throws(WireRejection) {
            _ = try Mapping((try? MappingSample.tree(mapping)) ?? .null)
            return []
        } catch {
            return error.problems.map(\.pointer)
        }
    }

    @Test("The first of several members that says something counts")
    func firstOf() throws {
        let mapping = customer(#""given_name":{"first_of":["firstName","first_name","name.given"]}"#)
        #expect(try json(#"{"id":1,"first_name":"Ada"}"#, by: mapping).member(["given_name"]) == .string("Ada"))
        let both = #"{"id":1,"firstName":"Ada","first_name":"Bob"}"#
        #expect(try json(both, by: mapping).member(["given_name"]) == .string("Ada"))
        let rest = #"{"id":1,"firstName":" ","first_name":null,"name":{"given":"Cy"}}"#
        #expect(try json(rest, by: mapping).member(["given_name"]) == .string("Cy"))
        #expect(try json(#"{"id":1}"#, by: mapping).member(["given_name"]) == nil)
        let table = try MappingSample.bound(
            mapping.replacing(#","name.given""#, with: ""), ["id", "firstName", "first_name"])
        let decoded = try table.decode(MappingSample.rows(["1,,Ada"]), by: MappingSample.decoder).get()
        guard case .customer(let record) = decoded.record.body else { return #expect(Bool(false)) }
        #expect(record.givenName == "Ada")
        #expect(problems(customer(#""given_name":{"first_of":["a"],"column":"b"}"#)).contains("/record/given_name"))
    }

    @Test(
        "Any text makes a word, or none",
        arguments: [
            ("Order Completed", "order_completed"), ("order_completed", "order_completed"), ("  A  --  b! ", "a_b"),
            ("Größe geändert", "grosse_geandert"), ("404 Error", "n404_error"), ("注文完了", ""), ("", ""),
            ("Product Removed from the Wishlist at Once", "product_removed_from_the_wishlis"),
            ("abcdefghijklmnopqrstuvwxyzabcde fgh", "abcdefghijklmnopqrstuvwxyzabcde"),
        ])
    func slug(text: String, word: String) {
        #expect(WordText.slug(text) == word)
        #expect(word.isEmpty || WordText.isWord(word))
    }

    @Test("A word is made for a value as for a condition; where there is none, the default counts")
    func words() throws {
        let mapping = customer(
            """
            "gender":{"column":"sex","slug":true,"default":"unsaid",
            "when":{"column":"sex","slug":true,"is":"does_not_say","value":"x"}}
            """)
        let found = try ["Not Listed", "Does not say!", "女"].map { sex in
            try json(#"{"id":1,"sex":"\#(sex)"}"#, by: mapping).member(["gender"])
        }
        #expect(found == [.string("not_listed"), .string("x"), .string("unsaid")])
    }

    @Test("A number changes its sign, and zero has none")
    func negated() throws {
        let mapping = """
            {"kind":"order","source":"shop","record":{"id":"id","placed_at":"at","status":{"value":"returned"},
            "total":{"column":"total","absolute":true,"negated":true},
            "lines":{"for_each":"lines","quantity":{"column":"n","negated":true}}}}
            """
        let record = try json(
            #"{"id":1,"at":"2026-01-02T00:00:00Z","total":-5.50,"lines":[{"n":2},{"n":"-3"},{"n":0}]}"#, by: mapping)
        #expect(record.member(["total"]) == .string("-5.50"))
        #expect(
            record.member(["lines"])?.elements.map { $0.member(["quantity"]) } == [
                .string("-2"), .string("3"), .string("0"),
            ])
    }

    @Test("Members that a document names are taken as they are, but for those that are left out or named already")
    func spreadObject() throws {
        let mapping = customer(
            #""traits":{"plan":{"value":"free"},"*":{"column":"traits","without":["email","name"]}}"#)
        let record = try json(
            #"{"id":1,"traits":{"email":"a@b.example","plan":"gold","n":1.50,"deep":{"a":[true,null]},"gone":null}}"#,
            by: mapping)
        let traits = try #require(record.member(["traits"]))
        #expect(traits.member(["plan"]) == .string("free") && traits.member(["n"]) == .number("1.50"))
        #expect(traits.member(["deep", "a"]) == .array([.bool(true), .null]))
        #expect(traits.member(["gone"]) == .null && traits.member(["email"]) == nil)
        #expect(try json(#"{"id":1}"#, by: mapping).member(["traits", "plan"]) == .string("free"))
        let bound = try DocumentMapping(Mapping(MappingSample.tree(mapping)), today: MappingSample.today)
        let wrong = bound.decode(
            try MappingSample.tree(#"{"id":1,"traits":"x"}"#), at: "/batch/3", by: MappingSample.decoder)
        guard case .failure(let rejection)? = wrong.first else { return #expect(Bool(false)) }
        #expect(rejection.problems.map(\.pointers) == [["/batch/3/traits"]])
    }

    @Test("A list of names with values becomes members, and a name that comes twice has both values")
    func spreadList() throws {
        let mapping = customer(
            """
            "identifiers":{"visitor":"anon","*":{"for_each":"ids","skip_when":{"column":"type","is":"user_id"},
            "name":{"column":"type","slug":true},"value":"id"}}
            """)
        let record = try json(
            """
            {"id":1,"anon":"v1","ids":[{"type":"ios.idfa","id":"A"},{"type":"visitor","id":"v2"},{"id":"nameless"},
            {"type":"user_id","id":"7"},{"type":"ios.idfa","id":"B"}]}
            """, by: mapping)
        let identifiers = record.member(["identifiers"])
        #expect(identifiers?.member(["ios_idfa"]) == .array([.string("A"), .string("B")]))
        #expect(identifiers?.member(["visitor"])?.elements == [.string("v1"), .string("v2")])
        #expect(identifiers?.member(["user_id"]) == nil)
    }

    @Test("A cell of a table with an object names members, too")
    func spreadCell() throws {
        let mapping = customer(#""traits":{"*":{"column":"more"}}"#)
        let bound = try MappingSample.bound(mapping, ["id", "more"])
        let row = CSVRow(line: 2, fields: ["1", #"{"size":42}"#])
        guard case .customer(let record) = try bound.decode([row], by: MappingSample.decoder).get().record.body else {
            return #expect(Bool(false))
        }
        #expect(record.traits == ["size": .number("42")])
        guard case .failure = bound.decode([CSVRow(line: 3, fields: ["1", "size"])], by: MappingSample.decoder) else {
            return #expect(Bool(false), "a text is no object")
        }
    }

    @Test("What such a mapping lacks is said")
    func faults() {
        #expect(problems(customer(#""traits":{"*":{"without":["a"]}}"#)) == ["/record/traits/*"])
        #expect(problems(customer(#""traits":{"*":{"for_each":"ids","name":"n"}}"#)) == ["/record/traits/*/value"])
        #expect(problems(customer(#""traits":{"*":{"column":"t","sum":true}}"#)) == ["/record/traits/*/sum"])
    }
}
