import ProfileCore
import Testing

@testable import ProfileWire

struct VIPPolicyTests {
    private let example = #"""
        {"vip_from":"silver","tiers":[{"name":"gold","priority":60,"match":"any","conditions":[
        {"metric":"net_365_days","at_least":"2000.00","currency":"EUR"},{"metric":"orders_365_days","at_least":12},
        {"metric":"loyalty_tier","equals":"gold"},{"metric":"tag","equals":"board"},
        {"metric":"percentile_net_365_days","at_least":95.5,"currency":"EUR"},
        {"metric":"expected_spend_90_days","at_least":"50"},{"metric":"order_chance_90_days","at_least":62.5},
        {"metric":"overdue"},{"metric":"visit_value","at_least":"15.00","currency":"USD"}]},
        {"name":"silver","priority":30,"conditions":[{"metric":"net_total","at_least":"500"},
        {"metric":"orders_total","at_least":3}]}]}
        """#

    private func decode(_ text: String) throws -> VIPPolicy {
        try VIPPolicyDecoder.decode(Array(text.utf8), defaultCurrency: .euro)
    }

    private func problems(_ text: String) -> [String] {
        found(text).map { "\($0.pointer) \($0.code)" }
    }

    private func found(_ text: String) -> [WireProblem] {
        do throws(WireRejection) {
            _ = try VIPPolicyDecoder.decode(Array(text.utf8), defaultCurrency: .euro)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func readsAndWrites() throws {
        let policy = try decode(example)
        let gold = VIPTier(
            name: "gold", priority: 60, match: .any,
            conditions: [
                .net365Days(atLeast: 200_000, .euro), .orders365Days(atLeast: 12), .loyaltyTier("gold"), .tag("board"),
                .percentileNet365Days(atLeastThousandths: 95_500, .euro),
                .expectedSpend90Days(atLeast: 5_000, .euro), .orderChance90Days(atLeastThousandths: 62_500), .overdue,
                .visitValue(atLeast: 1_500, Currency("USD") ?? .euro),
            ])
        let silver = VIPTier(
            name: "silver", priority: 30, match: .all,
            conditions: [.netTotal(atLeast: 50_000, .euro), .ordersTotal(atLeast: 3)])
        #expect(policy == VIPPolicy(tiers: [gold, silver], vipFrom: "silver"))
        #expect(try VIPPolicyDecoder.decode(VIPPolicyEncoder.json(policy), defaultCurrency: .euro) == policy)
        let empty = VIPPolicy(tiers: [], vipFrom: nil)
        #expect(try VIPPolicyDecoder.decode(VIPPolicyEncoder.json(empty), defaultCurrency: .euro) == empty)
    }

    @Test func ignoresNothing() {
        let tier = { (conditions: String) in
            #"{"tiers":[{"name":"gold","priority":1,"conditions":[\#(conditions)]}]}"#
        }
        #expect(problems(#"{"tiers":[],"vip_form":"gold"}"#) == ["/vip_form unknown_member"])
        #expect(
            problems(tier(#"{"metric":"tag","equals":"a","at_most":1}"#)) == [
                "/tiers/0/conditions/0/at_most unknown_member"
            ])
        #expect(
            problems(tier(#"{"metric":"overdue","equals":"a"}"#)) == ["/tiers/0/conditions/0/equals unknown_member"])
        #expect(
            problems(tier(#"{"metric":"order_chance_90_days","at_least":101}"#)) == [
                "/tiers/0/conditions/0/at_least out_of_range"
            ])
        for share in ["101", "-0.5", "1e9"] {
            let condition = #"{"metric":"order_chance_90_days","at_least":\#(share)}"#
            #expect(found(tier(condition)).map(\.detail) == ["a number from 0 to 100"])
        }
        #expect(problems(tier(#"{"metric":"tag","at_least":1}"#)).first == "/tiers/0/conditions/0/equals missing")
        #expect(problems(tier(#"{"metric":"tags","equals":"a"}"#)) == ["/tiers/0/conditions/0/metric not_allowed"])
        #expect(
            problems(tier(#"{"metric":"net_total","at_least":"1","currency":"XX"}"#)) == [
                "/tiers/0/conditions/0/currency unknown_currency"
            ])
        #expect(problems(tier(#"{"metric":"net_total"}"#)) == ["/tiers/0/conditions/0/at_least missing"])
        #expect(
            problems(tier(#"{"metric":"percentile_net_365_days","at_least":100.001}"#)) == [
                "/tiers/0/conditions/0/at_least out_of_range"
            ])
        #expect(
            problems(tier(#"{"metric":"percentile_net_365_days","at_least":-1}"#)) == [
                "/tiers/0/conditions/0/at_least out_of_range"
            ])
        #expect(problems(tier("")) == ["/tiers/0/conditions empty"])
        #expect(
            problems(#"{"tiers":[{"name":"Gold!","priority":101}]}"#) == [
                "/tiers/0/name bad_word", "/tiers/0/priority out_of_range", "/tiers/0/conditions missing",
            ])
        #expect(problems("{}") == ["/tiers missing"])
    }

    @Test func percentilesShareOneCurrency() {
        let condition = { (currency: String) in
            #"{"metric":"percentile_net_365_days","at_least":90,"currency":"\#(currency)"}"#
        }
        let policy = { (first: String, second: String) in
            #"{"tiers":[{"name":"gold","priority":1,"conditions":[\#(condition(first)),\#(condition(second))]}]}"#
        }
        #expect(problems(policy("EUR", "GBP")) == ["/tiers/0/conditions/1/currency not_allowed"])
        #expect(problems(policy("GBP", "GBP")) == [])
    }

    @Test func namesMustFit() {
        let tier = #"{"name":"gold","priority":1,"conditions":[{"metric":"tag","equals":"a"}]}"#
        #expect(problems(#"{"tiers":[\#(tier),\#(tier)]}"#) == ["/tiers/1/name not_unique"])
        #expect(problems(#"{"tiers":[\#(tier)],"vip_from":"silver"}"#) == ["/vip_from unknown_tier"])
        #expect(problems(#"{"tiers":[\#(tier)],"vip_from":null}"#) == [])
        let many = Array(repeating: tier, count: 51).joined(separator: ",")
        #expect(problems(#"{"tiers":[\#(many)]}"#) == ["/tiers too_many"])
    }
}
