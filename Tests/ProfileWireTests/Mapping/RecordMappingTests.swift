import ProfileCore
import Testing

@testable import ProfileWire

@Suite("Rows become records as the mapping says")
struct RecordMappingTests {
    private func order(_ lines: [String]) throws -> Result<DecodedRecord, RowRejection> {
        try MappingSample.bound(MappingSample.order, MappingSample.orderHeader)
            .decode(MappingSample.rows(lines), by: MappingSample.decoder)
    }

    private func interaction(_ line: String) throws -> Result<DecodedRecord, RowRejection> {
        try MappingSample.bound(MappingSample.interaction, MappingSample.interactionHeader)
            .decode(MappingSample.rows([line]), by: MappingSample.decoder)
    }

    @Test("Invoice lines make up one order, in the zone's own time")
    func lines() throws {
        let decoded = try order([
            "536404,22297,HEART,24,2011-07-01 11:29:00,1.25,16218", "536404,POST,,1,2011-07-01 11:30:00,0.5,16218",
        ]).get()
        #expect(decoded.warnings.isEmpty)
        #expect(decoded.record.key == FactKey(kind: .order, source: "erp", id: "536404"))
        #expect(decoded.record.identifiers == [Identifier(type: "erp", value: "16218")])
        guard case .order(let order) = decoded.record.body else { return #expect(Bool(false)) }
        #expect(TimeText.rfc3339(order.placedAt) == "2011-07-01T10:29:00Z")
        #expect(order.status == .delivered && order.currency.code == "GBP" && order.total == nil)
        #expect(order.lines.map(\.sku) == ["22297", "POST"])
        #expect(order.lines.map(\.quantity.thousandths) == [24_000, 1000])
        #expect(order.lines[0].unitPrice?.parts == 1_250_000)
    }

    @Test("A cancellation is an order of returned goods")
    func cancellation() throws {
        let record = try order(["C536548,22244,HANGER,-4,2010-12-01 14:33:00,1.95,12472"]).get().record
        guard case .order(let order) = record.body else { return #expect(Bool(false)) }
        #expect(order.status == .returned)
        #expect(order.lines.map(\.quantity.thousandths) == [-4000])
    }

    @Test("A wrong cell rejects the whole order, and names line, column and rule, never the value")
    func rejection() throws {
        guard
            case .failure(let rejection) = try order([
                "1,a,b,2,2011-01-13 15:10:00,1.0,7", "1,a,b,two,2011-01-13 15:10:00,1.0,7",
            ])
        else { return #expect(Bool(false)) }
        #expect(rejection.problems.map(\.line) == [3])
        #expect(
            rejection.problems.map(\.sentence) == [
                "column \"Quantity\" (lines.1.quantity): a number written as 1234.50"
            ])
    }

    @Test("Rules of records are told of the columns they concern")
    func rules() throws {
        guard case .failure(let rejection) = try order(["1,a,b,2,2011-01-13 15:10:00,1.0,"]) else {
            return #expect(Bool(false))
        }
        #expect(rejection.problems.map(\.columns) == [["CustomerID"]])
        #expect(rejection.problems.map(\.problem.code) == ["missing_customer"])
    }

    @Test("Rows of one order that name two customers are rejected")
    func twoCustomers() throws {
        guard
            case .failure(let rejection) = try order([
                "1,a,b,2,2011-01-13 15:10:00,1.0,7", "1,a,b,2,2011-01-13 15:10:00,1.0,8",
            ])
        else { return #expect(Bool(false)) }
        #expect(rejection.problems.map(\.line) == [3])
        #expect(rejection.problems.map(\.problem.code) == ["mismatch"])
    }

    @Test("Tables, null words, number styles, prefixes and joined columns")
    func words() throws {
        let record = try interaction("7,93,?,3/1/2016 09:05,self service,1.200,13,42,?").get().record
        guard case .interaction(let contact) = record.body else { return #expect(Bool(false)) }
        #expect(TimeText.rfc3339(contact.occurredAt) == "2016-01-03T08:05:00Z")
        #expect(contact.channel == "form" && contact.durationSeconds == 1200)
        #expect(contact.agent?.id == "a-13" && contact.topic == "42")
        #expect(record.identifiers == [Identifier(type: "desk", value: "93")])
        guard case .interaction(let other) = try interaction("8,93,,2016-01-03T09:05:00Z,Fax,,,,").get().record.body
        else { return #expect(Bool(false)) }
        #expect(other.channel == "email" && other.agent == nil)
    }

    @Test("Days that no calendar shows, and words that mean nothing")
    func impossible() throws {
        guard case .failure(let date) = try interaction("7,93,,31/2/2016 09:05,Phone,,,,") else {
            return #expect(Bool(false))
        }
        #expect(date.problems.map(\.problem.code).contains("impossible_date"))
        guard case .failure(let channel) = try interaction("7,93,,3/1/2016 09:05,None,,,,") else {
            return #expect(Bool(false))
        }
        #expect(channel.problems.map(\.columns) == [["via"]])
        #expect(channel.problems.map(\.problem.code) == ["missing"])
    }

    @Test(
        "An amount with the sign of another currency than the record's is no amount of it",
        arguments: [
            ("$10.00", "EUR", false), ("€ 1,000.00", "USD", false), ("£5", "EUR", false), ("5 ¥", "KRW", false),
            ("€ 1,000.00", "EUR", true), ("$10.00", "CAD", true), ("$10.00", "mxn", true), ("10 £", "EGP", true),
            ("¥ 10", "CNY", true), ("10.00", "EUR", true), ("¤ 10", "EUR", true), ("$10.00", "", true),
        ])
    func signs(amount: String, currency: String, isTaken: Bool) throws {
        for style in ["", #""unreadable":"leave_out","#] {
            let mapping = """
                {"kind":"order","source":"erp","thousands":",",\(style)"record":{"id":"no","customer":{"erp":"who"},
                "placed_at":"at","status":{"value":"paid"},"currency":"money","total":"sum"}}
                """
            let bound = try MappingSample.bound(mapping, ["no", "who", "at", "money", "sum"])
            let row = CSVRow(line: 2, fields: ["1", "7", "2020-01-01T00:00:00Z", currency, amount])
            switch bound.decode([row], by: MappingSample.decoder) {
            case .success(let decoded):
                guard case .order(let order) = decoded.record.body else { return #expect(Bool(false)) }
                #expect((order.total != nil) == isTaken && (isTaken || !style.isEmpty))
                #expect(decoded.warnings.map(\.code) == (isTaken ? [] : ["mismatch"]))
            case .failure(let rejection):
                #expect(!isTaken && style.isEmpty)
                #expect(rejection.problems.map(\.columns) == [["sum"]])
                #expect(rejection.problems.map(\.problem.code) == ["mismatch"])
                #expect(rejection.problems[0].problem.detail.hasPrefix("an amount in the order's currency"))
            }
        }
    }

    @Test("Amounts of the rows of a group are added up where the mapping says so")
    func sums() throws {
        let mapping = """
            {"kind":"order","source":"erp","group_by":"no","skip_when":{"column":"no","is":"total"},"record":{"id":"no",
            "customer":{"erp":"who"},"placed_at":"at","status":{"value":"paid"},"total":{"column":"sum","sum":true}}}
            """
        let bound = try MappingSample.bound(mapping, ["no", "who", "at", "sum"])
        let rows = MappingSample.rows(["1,7,2020-01-01T00:00:00Z,0.10", "1,7,,-0.30", "1,7,,12"])
        guard case .order(let order) = try bound.decode(rows, by: MappingSample.decoder).get().record.body else {
            return #expect(Bool(false))
        }
        #expect(order.total == 1180)
        #expect(bound.skips(MappingSample.rows(["total,,,"])[0]) && !bound.skips(rows[0]))
        #expect(bound.groupKey(of: rows[0]) == bound.groupKey(of: rows[1]))
        #expect(bound.groupKey(of: MappingSample.rows([",7,,"])[0]) == nil)
    }
}
