import Foundation
import HTTPTypes
import Mappings
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("Orders of tracking libraries end as they ended, in whatever order that is told")
struct SegmentOrderTests {
    private static let (morning, noon, evening) = (
        "2026-11-20T08:00:00Z", "2026-11-20T12:00:00Z", "2026-11-20T18:00:00Z"
    )
    /// 2 of A at 10.50 and one of B at 5, with shipping.
    private static let products = """
        "products":[{"sku":"A","name":"Red","price":10.5,"quantity":2},{"product_id":"B","price":5,"quantity":1}]
        """

    private static func message(_ event: String, at time: String, _ properties: String, id: String) -> String {
        """
        {"type":"track","messageId":"\(id)","userId":"7","event":"\(event)","timestamp":"\(time)",
        "properties":{"order_id":"o1",\(properties)}}
        """
    }

    private static func completed(at time: String = morning) -> String {
        message("Order Completed", at: time, #""total":29.90,"currency":"EUR",\#(products)"#, id: "completed")
    }

    private static func refunded(_ properties: String, id: String = "refunded") -> String {
        message("Order Refunded", at: noon, properties, id: id)
    }

    /// What the profile says of purchases once each of the calls was taken, none of their messages rejected.
    private static func purchases(after calls: [String]...) async throws -> JSONValue? {
        try await purchases(afterEach: calls)
    }

    private static func purchases(afterEach calls: [[String]]) async throws -> JSONValue? {
        try await serving { call, headers in
            for messages in calls {
                let answer = try await send(messages, call, headers)
                #expect(answer["rejected"]?.integer == 0)
            }
            return try await call(.get, "/v1/profiles/web:7").json["purchases"]
        }
    }

    private static func answer(to messages: [String]) async throws -> JSONValue {
        try await serving { try await send(messages, $0, $1) }
    }

    private static func send(_ messages: [String], _ call: TestCaller, _ headers: HTTPFields) async throws -> JSONValue
    {
        let body = #"{"batch":[\#(messages.joined(separator: ","))]}"#
        let answer = try await call(.post, "/v1/batch", as: nil, body: body, headers: headers)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json
    }

    private static func serving<Value: Sendable>(
        _ body: @escaping @Sendable (TestCaller, HTTPFields) async throws -> Value
    ) async throws -> Value {
        let mapping = try EmbeddedMapping.named("segment")?.mapping()
        let server = try await TestServer(tracking: TrackingSettings(mapping: mapping))
        let key = try await server.newKey([.ingestWrite], sources: ["web"])
        let headers: HTTPFields = [
            .authorization: "Basic " + Data("\(key):".utf8).base64EncodedString(), .contentType: "application/json",
        ]
        return try await server.call { call async throws in try await body(call, headers) }
    }

    private static func status(_ purchases: JSONValue?) -> String? {
        guard case .array(let recent)? = purchases?["recent"] else { return nil }
        return recent.first { $0["id"]?.string == "o1" }?["status"]?.string
    }

    @Test("What ended an order counts also where it stands before the order, each by its own time")
    func cancelledFirst() async throws {
        let cancelled = { (time: String) in Self.message("Order Cancelled", at: time, #""total":1"#, id: "c") }
        let late = try await Self.purchases(after: [cancelled(Self.noon), Self.completed()])
        #expect(Self.status(late) == "cancelled" && late?["open"]?.count == 0)
        let early = try await Self.purchases(after: [cancelled(Self.morning), Self.completed(at: Self.evening)])
        #expect(Self.status(early) == "paid")
        let updated = Self.message(
            "Order Updated", at: Self.noon, #""total":20,"currency":"EUR""#, id: "u")
        let changed = try await Self.purchases(after: [updated, cancelled(Self.evening), Self.completed()])
        #expect(Self.status(changed) == "cancelled" && changed?["recent"]?[0]?["total"]?.string == "20.00")
    }

    @Test(
        "An order all of whose products came back is returned, with nothing left of it",
        arguments: [
            products, #""products":[{"sku":"A","quantity":2},{"sku":"B"}]"#,
            #""products":[{"sku":"A"},{"sku":"A","quantity":"-1"},{"productId":"B"}],"total":"-29.90""#,
        ], [false, true])
    func whole(properties: String, atOnce: Bool) async throws {
        let (order, refund) = (Self.completed(), Self.refunded(properties))
        let purchases =
            atOnce
            ? try await Self.purchases(after: [refund, order, refund])
            : try await Self.purchases(after: [order], [refund], [refund])
        #expect(Self.status(purchases) == "returned" && purchases?["open"]?.count == 0)
        #expect(purchases?["recent"]?.count == 1 && purchases?["totals"]?[0]?["net"]?.string == "0.00")
        #expect(purchases?["totals"]?[0]?["gross"]?.string == "29.90")
    }

    @Test("Products that came back count at the price at which they were sold, each time anew")
    func some() async throws {
        let one = Self.refunded(#""products":[{"sku":"A","quantity":1}]"#, id: "r1")
        let other = Self.refunded(#""products":[{"product_id":"B","quantity":1}]"#, id: "r2")
        for purchases in [
            try await Self.purchases(after: [Self.completed()], [one], [other], [one]),
            try await Self.purchases(after: [one, Self.completed(), other]),
        ] {
            #expect(Self.status(purchases) == "paid" && purchases?["open"]?.count == 1)
            #expect(purchases?["totals"]?[0]?["refunded"]?.string == "15.50")
            #expect(purchases?["totals"]?[0]?["net"]?.string == "14.40")
        }
    }

    @Test("A refund that says what was paid back, or of what is no part of the order, is taken as it is")
    func told() async throws {
        let less = Self.refunded(Self.products + #","total":20,"currency":"EUR""#)
        let purchases = try await Self.purchases(after: [Self.completed()], [less])
        #expect(Self.status(purchases) == "returned" && purchases?["open"]?.count == 0)
        #expect(purchases?["totals"]?[0]?["refunded"]?.string == "20.00")
        #expect(purchases?["totals"]?[0]?["net"]?.string == "9.90")
        let foreign = Self.refunded(#""products":[{"sku":"A","quantity":1}],"currency":"USD""#)
        let other = try await Self.purchases(after: [Self.completed()], [foreign])
        #expect(Self.status(other) == "paid" && other?["totals"]?[0]?["net"]?.string == "29.90")
        let unknown = Self.refunded(#""products":[{"sku":"Z","quantity":1,"price":3}],"currency":"EUR""#)
        let third = try await Self.purchases(after: [Self.completed()], [unknown])
        #expect(third?["totals"]?[0]?["refunded"]?.string == "3.00")
    }

    @Test(
        "A refund is judged by its order as it stood when the refund was made, wherever its updates stand in the call")
    func updatedBefore() async throws {
        let fewer = Self.message(
            "Order Updated", at: Self.noon,
            #""total":21,"currency":"EUR","products":[{"sku":"A","price":10.5,"quantity":2}]"#, id: "u")
        let all = Self.message(
            "Order Refunded", at: Self.evening, #""products":[{"sku":"A","quantity":2}]"#, id: "r")
        for call in [[Self.completed(), fewer, all], [all, fewer, Self.completed()]] {
            let purchases = try await Self.purchases(after: call)
            #expect(Self.status(purchases) == "returned" && purchases?["open"]?.count == 0)
            #expect(purchases?["recent"]?.count == 1 && purchases?["totals"]?[0]?["refunded"]?.string == "21.00")
        }
        // What is updated after the refund is no matter of it.
        let early = Self.message("Order Refunded", at: Self.morning, #""products":[{"sku":"A","quantity":2}]"#, id: "r")
        let purchases = try await Self.purchases(after: [Self.completed(), early, fewer])
        #expect(Self.status(purchases) == "paid" && purchases?["totals"]?[0]?["refunded"]?.string == "21.00")
    }

    @Test("Refunds give back no more than their order is worth, whatever they add up to", arguments: [false, true])
    func noMore(atOnce: Bool) async throws {
        let two = #""products":[{"sku":"A","quantity":2}]"#
        let (first, second) = (Self.refunded(two, id: "r1"), Self.refunded(two, id: "r2"))
        let all = Self.message("Order Refunded", at: Self.evening, "\"reason\":\"x\"", id: "r3")
        for refunds in [[first, second], [first, all], [first, second, all], [all, first]] {
            let calls = atOnce ? [[Self.completed()] + refunds] : ([Self.completed()] + refunds).map { [$0] }
            let purchases = try await Self.purchases(afterEach: calls)
            let totals = purchases?["totals"]?[0]
            #expect(totals?["refunded"]?.string == "29.90" && totals?["net"]?.string == "0.00", "\(refunds)")
            // Sent again, they say the same.
            let again = try await Self.purchases(afterEach: calls + calls.dropFirst())
            #expect(again?["totals"]?[0]?["refunded"]?.string == "29.90")
        }
        let cancelled = Self.message("Order Cancelled", at: Self.morning, "\"total\":1", id: "c")
        let nothing = try await Self.purchases(after: [Self.completed(), cancelled, first])
        #expect(nothing?["totals"]?[0]?["refunded"]?.string ?? "0.00" == "0.00")
    }

    /// The orders in which an order and its refund come: in one call, or each in its own.
    private static func orders(of order: String, _ refund: String, atOnce: Bool) -> [[[String]]] {
        atOnce ? [[[refund, order, refund]]] : [[[order], [refund], [refund]], [[refund], [order]]]
    }

    @Test(
        "A refund that states an amount and no products gives that back, each time anew", arguments: [false, true],
        [
            #""total":10,"currency":"EUR""#, #""total":"10.00""#, #""total":"","value":-10,"currency":"EUR""#,
            #""total":"€10.00","products":[]"#,
        ])
    func amount(atOnce: Bool, properties: String) async throws {
        for calls in Self.orders(of: Self.completed(), Self.refunded(properties), atOnce: atOnce) {
            let purchases = try await Self.purchases(afterEach: calls)
            #expect(Self.status(purchases) == "paid" && purchases?["orders"]?.integer == 1)
            #expect(purchases?["totals"]?[0]?["refunded"]?.string == "10.00")
            #expect(purchases?["totals"]?[0]?["net"]?.string == "19.90")
        }
    }

    @Test(
        "An amount of all that is left, and none, is the end of the order", arguments: [false, true],
        [#""total":29.90,"currency":"EUR""#, #""total":"40""#, #""total":0,"currency":"EUR""#, #""reason":"x""#])
    func wholeAmount(atOnce: Bool, properties: String) async throws {
        for calls in Self.orders(of: Self.completed(), Self.refunded(properties), atOnce: atOnce) {
            let purchases = try await Self.purchases(afterEach: calls)
            #expect(Self.status(purchases) == "returned" && purchases?["recent"]?.count == 1)
            #expect(purchases?["totals"]?[0]?["refunded"]?.string == "29.90")
        }
        let (most, rest) = (Self.refunded("\"total\":20", id: "r1"), Self.refunded("\"total\":9.9", id: "r2"))
        for again in [[], [most], [rest], [rest, most]] {
            let purchases = try await Self.purchases(afterEach: ([Self.completed(), most, rest] + again).map { [$0] })
            #expect(Self.status(purchases) == "returned")
            #expect(purchases?["totals"]?[0]?["refunded"]?.string == "29.90")
        }
    }

    @Test("A refund of more than is left says so")
    func warned() async throws {
        let answer = try await Self.answer(to: [
            Self.completed(), Self.refunded(#""products":[{"sku":"A","price":99}]"#),
        ])
        #expect(answer["items"]?[1]?["warnings"]?[0]?["code"]?.string == "exceeds_order")
        #expect(answer["items"]?[0]?["warnings"]?.count == 0)
    }

    /// Of a message of the later of two calls.
    private static func item(_ place: Int, of later: [String], after earlier: [String]) async throws -> JSONValue? {
        try await serving { call, headers in
            _ = try await send(earlier, call, headers)
            return try await send(later, call, headers)["items"]?[place]
        }
    }

    @Test("The answer tells nothing of what earlier calls said of the order: write keys are public")
    func discreet() async throws {
        let fifty = Self.refunded(#""products":[{"sku":"A","price":50}],"currency":"EUR""#)
        let alone = try await Self.item(0, of: [fifty], after: [Self.completed()])
        #expect(alone?["warnings"]?.count == 0)
        let (older, one) = ("2026-11-20T07:00:00Z", Self.refunded(#""products":[{"sku":"A"}]"#))
        let probe = Self.message("Order Completed", at: older, #""total":99,"currency":"EUR""#, id: "probe")
        let probing = try await Self.item(1, of: [probe, fifty], after: [Self.completed()])
        #expect(probing?["warnings"]?.count == 0)
        let small = Self.message("Order Completed", at: older, #""total":1,"currency":"EUR""#, id: "probe")
        let priced = try await Self.item(1, of: [small, one], after: [Self.completed()])
        #expect(priced?["warnings"]?.count == 0)
        let completing = try await Self.item(0, of: [Self.completed()], after: [one])
        let only = try await Self.item(0, of: [Self.completed()], after: [])
        #expect(completing?["records"] == only?["records"] && (only?["records"]?.count ?? 0) > 0)
    }

    @Test("What ended an order counts also where it comes in an earlier call than the order")
    func earlierCall() async throws {
        let cancelled = Self.message("Order Cancelled", at: Self.noon, "\"total\":1", id: "c")
        let late = try await Self.purchases(after: [cancelled], [Self.completed()], [Self.completed()])
        #expect(Self.status(late) == "cancelled" && late?["orders"]?.integer == 0)
        let newer = try await Self.purchases(after: [cancelled], [Self.completed(at: Self.evening)])
        #expect(Self.status(newer) == "paid" && newer?["last_at"]?.string == Self.evening)
        let returned = try await Self.purchases(after: [Self.refunded("\"reason\":\"x\"")], [Self.completed()])
        #expect(Self.status(returned) == "returned" && returned?["totals"]?[0]?["refunded"]?.string == "29.90")
        #expect(returned?["first_at"]?.string == Self.morning)
        let updated = Self.message("Order Updated", at: Self.noon, #""total":20,"currency":"EUR""#, id: "u")
        let changed = try await Self.purchases(after: [updated], [cancelled], [Self.completed()])
        #expect(Self.status(changed) == "cancelled" && changed?["recent"]?[0]?["total"]?.string == "20.00")
    }

    @Test("Products that came back in an earlier call than their order count at its prices, once it comes")
    func productsEarlier() async throws {
        let one = Self.refunded(#""products":[{"sku":"A","quantity":1}]"#, id: "r1")
        let other = Self.refunded(#""products":[{"product_id":"B"}]"#, id: "r2")
        let purchases = try await Self.purchases(after: [one], [other], [Self.completed()], [one])
        #expect(Self.status(purchases) == "paid" && purchases?["orders"]?.integer == 1)
        #expect(purchases?["totals"]?[0]?["refunded"]?.string == "15.50")
        // An order that was merely updated is as new.
        let updated = Self.message("Order Updated", at: Self.morning, #""total":29.90,"currency":"EUR""#, id: "u")
        let every = Self.refunded(#""products":[{"sku":"A","quantity":2},{"sku":"B"}]"#)
        let ended = try await Self.purchases(after: [updated], [every], [Self.completed()])
        #expect(Self.status(ended) == "returned" && ended?["recent"]?.count == 1)
        for properties in [#""products":[{"sku":"A","quantity":2},{"sku":"B"}]"#, Self.products] {
            let all = Self.refunded(properties)
            let returned = try await Self.purchases(after: [all], [Self.completed()], [all])
            #expect(Self.status(returned) == "returned" && returned?["open"]?.count == 0)
            #expect(returned?["recent"]?.count == 1 && returned?["totals"]?[0]?["refunded"]?.string == "29.90")
        }
    }
}
