import ProfileCore
import Testing

@testable import ProfileWire

@Suite("What merely describes costs itself alone when it is wrong")
struct DescriptiveMemberTests {
    private static let order = RecordDecoderTests.order + #""placed_at":"2026-11-20T10:30:00Z","status":"open""#
    private static let interaction = RecordDecoderTests.interaction
    private static let activity = RecordDecoderTests.activity
    private static let customer = RecordDecoderTests.customer

    @Test(
        "It is left out with a warning that names it",
        arguments: [
            (interaction + #","csat":6}"#, "/csat out_of_range"), (interaction + #","nps":-1}"#, "/nps out_of_range"),
            (interaction + #","effort":3.5}"#, "/effort not_an_integer"),
            (interaction + #","csat":"good"}"#, "/csat wrong_type"),
            (interaction + #","sentiment":1.1}"#, "/sentiment out_of_range"),
            (interaction + #","wait_seconds":-1}"#, "/wait_seconds out_of_range"),
            (interaction + #","agent":{"name":"Ada"}}"#, "/agent/id missing"),
            (interaction + #","topic":"a\u0000b"}"#, "/topic control_character"),
            (interaction + #","direction":"sideways"}"#, "/direction not_allowed"),
            (interaction + #","order_id":"8.8E+15"}"#, "/order_id shortened_number"),
            (order + #","tracking_url":17}"#, "/tracking_url wrong_type"),
            (order + #","tracking_url":"javascript:alert(1)"}"#, "/tracking_url bad_address"),
            (order + #","expected_delivery":"soon"}"#, "/expected_delivery bad_date"),
            (order + #","lines":[{"name":["x"]}]}"#, "/lines/0/name wrong_type"),
            (order + #","customer_details":{"birthday":"0000-00-00"}}"#, "/customer_details/birthday impossible_date"),
            (order + #","customer_details":"Jane"}"#, "/customer_details wrong_type"),
            (activity + #","price":"5","currency":"XX"}"#, "/currency unknown_currency"),
            (activity + #","quantity":1000000001}"#, "/quantity out_of_range"),
            (customer + #","emails":{"a":1}}"#, "/emails wrong_type"),
            (customer + #","identifiers":{"erp":""}}"#, "/identifiers/erp empty_identifier"),
            (customer + #","identifiers":{"erp":1.5}}"#, "/identifiers/erp wrong_type"),
            (customer + #","identifiers":{"erp":"1.5E+12"}}"#, "/identifiers/erp shortened_number"),
            (customer + #","birthday":"1981-02-29"}"#, "/birthday impossible_date"),
            (customer + #","birthday":"0000-00-00"}"#, "/birthday impossible_date"),
            (customer + #","birthday":"unknown"}"#, "/birthday bad_date"),
            (customer + #","birthday":"2199-01-01"}"#, "/birthday out_of_range"),
            (customer + #","birthday":"0001-01-01"}"#, "/birthday out_of_range"),
            (customer + #","birthday":"1899-12-31"}"#, "/birthday out_of_range"),
            (customer + #","language":"C"}"#, "/language bad_language"),
            (customer + #","time_zone":"Europe/Atlantis"}"#, "/time_zone unknown_time_zone"),
            (customer + #","address":{"country":"ZZ"}}"#, "/address/country unknown_country"),
            (customer + #","loyalty":{"points":"n/a"}}"#, "/loyalty/points wrong_type"),
            (
                customer + #","preferred_time":{"days":["someday"],"from":"8:00","to":"09:00"}}"#,
                "/preferred_time/days/0 not_allowed"
            ),
            (
                customer + #","preferred_time":{"days":["mon"],"from":"10:00","to":"09:00"}}"#,
                "/preferred_time/to out_of_range"
            ),
            (customer + #","created_at":"2020-01-01T00:00:00"}"#, "/created_at missing_offset"),
            (customer + #","traits":{"a":1e400}}"#, "/traits/a out_of_range"),
            (customer + #","traits":{"a":[[[[[[[[1]]]]]]]]}}"#, "/traits too_deep"),
        ])
    func leavesOut(_ line: String, _ warning: String) throws {
        let decoded = try RecordDecoderTests.decoded(line)
        #expect(decoded.warnings.map { "\($0.pointer) \($0.code)" } == [warning])
        #expect(decoded.warnings.allSatisfy { $0.detail.hasSuffix("; left out") })
        // What is left is what the record says without the member.
        let again = try RecordDecoderTests.decoded(String(decoding: RecordEncoder.json(decoded.record), as: UTF8.self))
        #expect(again.warnings.isEmpty)
    }

    @Test("A birthday is today at the latest where the day begins first", arguments: [(-1, 22), (0, 23)])
    func birthdays(_ millisecondsAfterTen: Int64, _ latest: Int) throws {
        let arrival = Timestamp(milliseconds: RecordDecoderTests.arrival.milliseconds + millisecondsAfterTen)
        let decoder = RecordDecoder(DecodingContext(arrivedAt: arrival))
        for day in 21...24 {
            let line = Self.customer + #","birthday":"2026-11-\#(day)"}"#
            let decoded = try decoder.decode(line: Array(line.utf8)).get()
            #expect(decoded.warnings.isEmpty == (day <= latest))
        }
    }

    @Test("A change of a cart by none or fewer is kept as it was stated, with a warning", arguments: ["0", "-3"])
    func stillCart(_ quantity: String) throws {
        let line = RecordDecoderTests.activity.replacing("Product Viewed", with: "product_removed")
        let decoded = try RecordDecoderTests.decoded(line + #","sku":"T","quantity":\#(quantity)}"#)
        #expect(decoded.warnings.map { "\($0.pointer) \($0.code)" } == ["/quantity out_of_range"])
        guard case .activity(let activity) = decoded.record.body else {
            Issue.record("no activity")
            return
        }
        #expect(activity.quantity?.thousandths == Int64(quantity).map { $0 * 1000 } && activity.changesNoCart)
        let viewed = try RecordDecoderTests.decoded(RecordDecoderTests.activity + #","quantity":\#(quantity)}"#)
        #expect(viewed.warnings.isEmpty)
    }

    @Test("A revoked consent stays beside all that is wrong")
    func keepsTheConsent() throws {
        let line =
            Self.customer
            + #","birthday":"unknown","language":"C","time_zone":"Nowhere/Land","loyalty":{"points":"n/a"},"#
            + #""address":{"city":"Bonn","country":"??"},"identifiers":{"erp":""},"traits":{"a":1e999,"b":1},"#
            + #""preferred_channel":"?","consents":[{"purpose":"marketing","status":"revoked"}]}"#
        let decoded = try RecordDecoderTests.decoded(line)
        guard case .customer(let customer) = decoded.record.body else {
            Issue.record("not a customer")
            return
        }
        #expect(decoded.warnings.count == 8)
        #expect(customer.consents == [Consent(purpose: "marketing", channel: nil, status: .revoked, at: nil)])
        #expect(customer.address?.city == "Bonn" && customer.address?.country == nil)
        #expect(customer.traits == ["b": .number("1")])
    }

    @Test(
        "Consents, amounts, times and ids stay strict",
        arguments: [
            (
                customer + #","birthday":"unknown","consents":[{"purpose":"marketing","status":"no"}]}"#,
                "/consents/0/status"
            ),
            (customer + #","consents":[{"purpose":"marketing","status":"denied","at":"once"}]}"#, "/consents/0/at"),
            (customer + #","consents":"all"}"#, "/consents"),
            (customer + #","updated_at":"yesterday"}"#, "/updated_at"),
            (order + #","total":"n/a"}"#, "/total"), (order + #","lines":[{"quantity":"two"}]}"#, "/lines/0/quantity"),
            (order + #","lines":[{"unit_price":"free"}]}"#, "/lines/0/unit_price"),
            (order + #","customer_details":{"given_name":1},"currency":"EUX"}"#, "/currency"),
        ])
    func staysStrict(_ line: String, _ pointer: String) {
        guard case .failure(let rejection) = RecordDecoderTests.decoder.decode(line: Array(line.utf8)) else {
            Issue.record("taken")
            return
        }
        #expect(rejection.problems.map(\.pointer) == [pointer])
    }

    @Test("Numbers written as strings are understood")
    func readsNumbersInStrings() throws {
        let decoded = try RecordDecoderTests.decoded(Self.interaction + #","csat":"5","sentiment":" -0.25 "}"#)
        guard case .interaction(let interaction) = decoded.record.body else {
            Issue.record("not an interaction")
            return
        }
        #expect(decoded.warnings.isEmpty && interaction.csat == 5 && interaction.sentimentThousandths == -250)
    }

    @Test("An order tells of a guest")
    func readsCustomerDetails() throws {
        let decoded = try RecordDecoderTests.decoded(
            Self.order + #","customer_details":{"given_name":"Gus","family_name":"Guest","birthday":"1980-04-19","#
                + #""address":{"city":"Bonn","country":"Germany"},"shoe_size":38}}"#)
        #expect(decoded.warnings.map(\.pointer) == ["/customer_details/shoe_size"])
        guard case .order(let order) = decoded.record.body else {
            Issue.record("not an order")
            return
        }
        #expect(order.customerDetails?.familyName == "Guest" && order.customerDetails?.address?.country == "DE")
        #expect(order.customerDetails?.birthday == Birthday(year: 1980, month: 4, day: 19))
    }

    @Test("An interaction that knows its order need not name a customer")
    func filesWithTheOrder() throws {
        let line = Self.interaction.replacing(#""customer":{"crm":1},"#, with: "") + #","order_id":"8812"}"#
        let record = try RecordDecoderTests.decoded(line).record
        #expect(record.identifiers.isEmpty && record.orderOfItsCustomer?.id == "8812")
        let again = try RecordDecoderTests.decoded(String(decoding: RecordEncoder.json(record), as: UTF8.self)).record
        #expect(again.hasSameContent(as: record))
        let named = try RecordDecoderTests.decoded(Self.interaction + #","order_id":"8812"}"#).record
        #expect(named.orderOfItsCustomer == nil)
    }
}
