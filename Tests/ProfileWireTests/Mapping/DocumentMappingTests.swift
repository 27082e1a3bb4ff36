import ProfileCore
import Testing

@testable import ProfileWire

@Suite("A mapping reads JSON as it reads tables")
struct DocumentMappingTests {
    private static let order = """
        {"kind":"order","source":"shop","time_zone":"Europe/London","skip_when":{"column":"test","is":"true"},
        "record":{"id":"id","customer":{"email":["email","buyer.email"],"shop":"buyer.id"},"placed_at":"at",
        "currency":"money.code","status":{"value":"open","when":[
        {"column":"notes[].word","is":"gone","value":"cancelled"},
        {"column":"notes[].word","is_not":"unpaid","value":"paid"}]},
        "refunded":{"for_each":"refunds[].payments","skip_when":{"column":"failed","is":"true"},
        "column":"amount","sum":true},
        "lines":{"for_each":"items","skip_when":{"column":"count","is":"0"},"sku":"sku","quantity":"count",
        "unit_price":{"column":"price","round":2},"category":"$.shelf"}}}
        """

    private static let document = """
        {"id":17,"email":"a@example.com","buyer":{"id":"b-1","email":"b@example.com"},"at":"2026-01-02T10:00:00",
        "money":{"code":"EUR"},"shelf":"shoes","notes":[{"word":"new"},{"word":"unpaid"}],
        "refunds":[{"payments":[{"amount":"1.50"},{"amount":"9","failed":true}]},{"payments":[{"amount":2}]}],
        "items":[{"sku":"S1","count":2,"price":3.3333333},{"sku":"S2","count":0,"price":1},{"sku":"S3","count":1.0}],
        "unheard":{"of":[1,2,3]}}
        """

    private func mapping(_ json: String) throws -> DocumentMapping {
        try DocumentMapping(Mapping(MappingSample.tree(json)), today: MappingSample.today)
    }

    private func taken(
        _ documents: [String], by mapping: String
    ) throws -> [Result<DecodedRecord, RowRejection>] {
        let documents = documents.enumerated().map { NumberedDocument(number: $0 + 1, bytes: Array($1.utf8)) }
        return try self.mapping(mapping).decode(documents, by: MappingSample.decoder)
    }

    private func record(_ document: String, by mapping: String = order) throws -> SourceRecord {
        let taken = try taken([document], by: mapping)
        #expect(taken.count == 1)
        return try #require(taken.first).get().record
    }

    /// What is expected, written as a record of ours.
    private func expected(_ json: String) throws -> SourceRecord {
        try MappingSample.decoder.decode(line: Array(json.utf8)).get().record
    }

    @Test("Members, lists, lists in lists and members of the whole document become one record")
    func order() throws {
        let lines = """
            {"sku":"S1","category":"shoes","quantity":2,"unit_price":"3.33"},
            {"sku":"S3","category":"shoes","quantity":1}
            """
        let expected = try expected(
            """
            {"kind":"order","source":"shop","id":"17",
            "customer":{"email":["a@example.com","b@example.com"],"shop":"b-1"},
            "placed_at":"2026-01-02T10:00:00Z","currency":"EUR","status":"open","refunded":"3.50","lines":[\(lines)]}
            """)
        #expect(try record(Self.document) == expected)
    }

    @Test("A condition holds where one of several values is such, and is_not where none is")
    func conditions() throws {
        let status = { (word: String) throws -> OrderRecord.Status? in
            let document = Self.document.replacing("\"word\":\"unpaid\"", with: "\"word\":\"\(word)\"")
            guard case .order(let order) = try record(document).body else { return nil }
            return order.status
        }
        #expect(try status("gone") == .cancelled)
        #expect(try status("late") == .paid)
        #expect(try status("unpaid") == .open)
    }

    @Test("A document that is left out gives nothing")
    func skipped() throws {
        let document = Self.document.replacing("{\"id\":17,", with: "{\"id\":17,\"test\":true,")
        #expect(try taken([document], by: Self.order).isEmpty)
    }

    @Test(
        "What is wrong is placed in the document, and costs that record only",
        arguments: [
            ("\"at\":\"2026-01-02T10:00:00\"", "\"at\":\"soon\"", "/at (placed_at): a date written as"),
            ("\"count\":2", "\"count\":\"two\"", "/items/0/count (lines.0.quantity): a number written as"),
            (
                "{\"amount\":2}", "{\"amount\":\"x\"}",
                "/refunds/0/payments/0/amount, /refunds/1/payments/0/amount (refunded)"
            ),
            ("\"id\":17", "\"id\":{\"n\":1}", "/id (id): a value, not an object or a list"),
            ("\"code\":\"EUR\"", "\"code\":\"Euro\"", "/money/code (currency): "),
            ("\"shelf\":\"shoes\"", "\"shelf\":\"a\",\"shelf\":\"b\"", "a member is named once"),
            ("\"unheard\":", "\"unheard\" ", "line 5, column 11: "),
        ])
    func rejected(part: String, bad: String, sentence: String) throws {
        let document = Self.document.replacing(part, with: bad)
        let taken = try taken([document], by: Self.order)
        guard case .failure(let rejection)? = taken.first else {
            Issue.record("taken: \(taken)")
            return
        }
        #expect(taken.count == 1 && rejection.problems[0].line == 1)
        #expect(rejection.problems[0].sentence.hasPrefix(sentence), "\(rejection.problems[0].sentence)")
    }

    @Test("A number of JSON is one in whatever style texts are, and an object is no text")
    func numbers() throws {
        let mapping = """
            {"kind":"order","source":"shop","decimal":",","thousands":".","record":{"id":"id","customer":{"shop":"c"},
            "placed_at":"at","status":{"value":"paid"},"currency":{"value":"EUR"},"total":"total","refunded":"back"}}
            """
        let document = #"{"id":1,"c":"x","at":"2026-01-02T00:00:00Z","total":1234.5,"back":"1.234,5"}"#
        guard case .order(let order) = try record(document, by: mapping).body else {
            Issue.record("no order")
            return
        }
        #expect(order.total == 123_450 && order.refunded == 123_450)
    }

    // MARK: Several records

    private static let records = """
        {"source":"desk","records":[
        {"kind":"interaction","for_each":"tickets","skip_when":{"column":"deleted","is":"true"},
        "record":{"id":"no","customer":{"desk":"$.person.id"},"occurred_at":"at","channel":{"value":"email"}}},
        {"kind":"customer","source":"crm","for_each":"person",
        "record":{"id":"id","given_name":"name","tags":"tags[]","traits":{"raw":{"column":"more","format":"json"},
        "age":"age","club":"club"}}}]}
        """

    @Test("A document gives records of several kinds, each from a list of its own, and one bad one costs no other")
    func several() throws {
        let document = """
            {"person":{"id":4,"name":"Ada","tags":["a","b","a"],"age":30,"club":true,"more":{"deep":[1]}},"tickets":[
            {"no":1,"at":"2026-01-02T10:00:00Z"},{"no":2,"at":"2026-01-03T10:00:00Z","deleted":true},
            {"no":3,"at":"never"}]}
            """
        let taken = try taken([document], by: Self.records)
        #expect(taken.count == 3)
        #expect(
            try taken[0].get().record
                == expected(
                    """
                    {"kind":"interaction","source":"desk","id":"1","customer":{"desk":"4"},
                    "occurred_at":"2026-01-02T10:00:00Z",
                    "channel":"email"}
                    """))
        guard case .failure(let rejection) = taken[1] else {
            Issue.record("taken: \(taken[1])")
            return
        }
        #expect(rejection.problems.map(\.pointers) == [["/tickets/2/at"]])
        #expect(
            try taken[2].get().record
                == expected(
                    """
                    {"kind":"customer","source":"crm","id":"4","given_name":"Ada","tags":["a","b"],
                    "traits":{"raw":{"deep":[1]},"age":30,"club":true}}
                    """
                ))
    }

    @Test("The list that holds the documents may be there or not, and $ is one of them")
    func around() throws {
        let mapping = Self.order.replacing("{\"kind\":\"order\"", with: "{\"documents\":\"orders\",\"kind\":\"order\"")
        let other = Self.document.replacing("\"id\":17", with: "\"id\":18").replacing("shoes", with: "hats")
        let whole = "{\"count\":2,\"orders\":[\(Self.document),\(other)]}"
        let taken = try taken([whole], by: mapping).map { try $0.get().record }
        #expect(taken == [try record(Self.document), try record(other)])
        #expect(try record(Self.document, by: mapping) == taken[0])
        let bad = whole.replacing("\"count\":2,\"price\":3.3333333", with: "\"count\":\"x\"")
        guard case .failure(let rejection)? = try self.taken([bad], by: mapping).first else {
            Issue.record("taken")
            return
        }
        #expect(rejection.problems[0].pointers == ["/orders/0/items/0/count"])
    }

    @Test("Documents of one group make up one record, and so do elements of one document")
    func groups() throws {
        let mapping = """
            {"kind":"order","source":"erp","group_by":"no","record":{"id":"no","customer":{"erp":"who"},
            "placed_at":"at","currency":{"value":"EUR"},"status":{"value":"paid"},"total":{"column":"sum","sum":true},
            "lines":{"sku":"sku"}}}
            """
        let rows = [
            #"{"no":1,"who":7,"at":"2026-01-02T00:00:00Z","sum":"1.10","sku":"A"}"#,
            #"{"no":1,"who":7,"at":"2026-01-02T00:00:00Z","sum":"2.20","sku":"B"}"#,
            #"{"no":2,"who":8,"at":"2026-01-03T00:00:00Z","sum":"5","sku":"A"}"#,
        ]
        let bound = try self.mapping(mapping)
        #expect(bound.isGrouping)
        let keys = try rows.map { try bound.groupKey(of: NumberedDocument(bytes: Array($0.utf8))).get() }
        #expect(keys[0] == keys[1] && keys[1] != keys[2])
        let first = try #require(try taken(Array(rows.prefix(2)), by: mapping).first).get().record
        #expect(
            first
                == (try expected(
                    """
                    {"kind":"order","source":"erp","id":"1","customer":{"erp":"7"},
                    "placed_at":"2026-01-02T00:00:00Z","currency":"EUR",
                    "status":"paid","total":"3.30","lines":[{"sku":"A"},{"sku":"B"}]}
                    """)))
        let within = mapping.replacing("\"group_by\"", with: "\"for_each\":\"rows\",\"group_by\"")
        let document = "{\"rows\":[\(rows.joined(separator: ","))]}"
        #expect(try self.mapping(within).isGrouping == false)
        let both = try taken([document], by: within).map { try $0.get().record }
        #expect(both.map(\.key.id) == ["1", "2"] && both[0] == first)
    }

    // MARK: One engine

    @Test("A row of a table and an object of its texts become the same record")
    func sameAsTables() throws {
        let line = ["7", "c-1", "a@example.com", "3/1/2016 09:05", "Phone", "1.200,5", "57", "Delivery", "late"]
        let table = try MappingSample.bound(MappingSample.interaction, MappingSample.interactionHeader)
            .decode([CSVRow(line: 1, fields: line)], by: MappingSample.decoder).get()
        let members = zip(MappingSample.interactionHeader, line).map { "\"\($0)\":\"\($1)\"" }
        let document = try taken(["{\(members.joined(separator: ","))}"], by: MappingSample.interaction)
        #expect(try document.map { try $0.get() } == [table])
    }

    // MARK: Mistakes

    private func mistakes(_ json: String) throws -> [String] {
        let mapping = try Mapping(MappingSample.tree(json))
        do throws(WireRejection) {
            _ = try DocumentMapping(mapping, today: MappingSample.today)
            return []
        } catch {
            return error.problems.map { "\($0.pointer): \($0.detail)" }
        }
    }

    @Test("What is no path, or leads to a list where one value is meant, is told before anything is read")
    func badPaths() throws {
        let order = { (lines: String) in
            #"{"kind":"order","source":"s","record":{"id":"a","placed_at":"at","lines":\#(lines)}}"#
        }
        #expect(
            try mistakes(order(#"{"sku":"items[].sku"}"#)).contains {
                $0.hasPrefix("/record/lines/sku: \"items[].sku\" goes")
            })
        #expect(
            try mistakes(order(#"{"sku":"items[.sku"}"#)).contains { $0.contains("\"items[.sku\": a path such as") })
        #expect(try mistakes(order(#"{"sku":{"column":"sku","nth":2}}"#)).contains { $0.contains("nth means nothing") })
        #expect(try mistakes(order(#"{"for_each":"items[]","sku":"sku"}"#)) == [])
    }

    @Test("What no document has is named, besides what may be below a null or in an empty list")
    func missing() throws {
        let mapping = try self.mapping(Self.order)
        let missing = { (documents: [String]) in
            mapping.missingMembers(in: documents.map { NumberedDocument(bytes: Array($0.utf8)) })
        }
        #expect(missing([Self.document]) == ["test"])
        let other = #"{"test":null,"buyer":null,"money":{"cod":1},"items":[{"sku":1}],"refunds":[]}"#
        #expect(missing([other]) == ["id", "email", "at", "money.code", "notes[].word", "count", "price", "$.shelf"])
        #expect(missing([other, Self.document]) == [] && missing(["{"]) == [])
    }

    @Test("A table has no lists and no several records, and says so")
    func tables() throws {
        for json in [Self.order, Self.records] {
            let mapping = try Mapping(MappingSample.tree(json))
            let error = #expect(throws: WireRejection.self) {
                try BoundMapping(mapping, header: ["id"], today: MappingSample.today)
            }
            #expect(error?.problems.first?.detail.hasPrefix("records and for_each are for JSON") == true)
        }
    }

    @Test("A mapping of several records is checked one by one")
    func checked() throws {
        let tree = try MappingSample.tree(
            #"{"source":"s","record":{},"records":[{"kind":"order","record":{"id":"a"}},{"kind":"x","record":{}},7]}"#
        )
        let error = #expect(throws: WireRejection.self) { try Mapping(tree) }
        let problems = error?.problems.map { "\($0.pointer): \($0.detail)" } ?? []
        for start in ["/record: no such member", "/records/1/kind: one of", "/records/2: members with values"] {
            #expect(problems.contains { $0.hasPrefix(start) }, "\(problems)")
        }
    }

    @Test("A mapping keeps what its records may keep", arguments: ["currency", "updated_at", "id", "shoe_size"])
    func kept(member: String) throws {
        let mapping = { (kept: String) in
            #"{"kind":"order","source":"s","keep":["\#(kept)"],"record":{"id":"a","placed_at":"b","status":"c"}}"#
        }
        #expect(throws: Never.self) { try Mapping(MappingSample.tree(mapping("expected_delivery"))) }
        let error = #expect(throws: WireRejection.self) { try Mapping(MappingSample.tree(mapping(member))) }
        #expect(error?.problems.map(\.pointer) == ["/keep"])
    }

    @Test("A list longer than a record may be of rows is refused and not read on")
    func tooLong() throws {
        let tickets = Array(repeating: "{}", count: Mapping.maximumRows + 1).joined(separator: ",")
        let taken = try taken(["{\"tickets\":[\(tickets)]}"], by: Self.records)
        guard case .failure(let rejection)? = taken.first else {
            Issue.record("taken: \(taken.count)")
            return
        }
        #expect(taken.count == 1 && rejection.problems[0].problem.code == "too_many")
    }
}
