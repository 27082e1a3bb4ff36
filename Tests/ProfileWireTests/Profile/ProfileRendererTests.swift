import Foundation
import ProfileCore
import ProfileWire
import Testing

@Suite struct ProfileRendererTests {
    private let now = Timestamp(milliseconds: 1_795_341_600_000)

    private var state: ProfileState {
        var record = CustomerRecord()
        record.salutation = "Ms"
        record.givenName = "Jane"
        record.familyName = "Doe"
        record.birthday = Birthday(year: nil, month: 4, day: 19)
        record.traits = ["a/b": .list([.bool(true), .null])]
        record.consents = [Consent(purpose: "marketing", channel: "email", status: .granted, at: now)]
        var summary = ProfileSummary()
        summary.customers = [CustomerEntry(source: "crm", id: "4711", updatedAt: now, record: record)]
        summary.identifiers = [
            Identifier(type: "crm", value: "4711"): IdentifierTally(
                binds: true, sources: ["crm": SeenRange(count: 1, first: now, last: now)])
        ]
        summary.sources = ["crm": SeenRange(count: 1, first: now, last: now)]
        var tally = CurrencyTally()
        tally.orders = 14
        tally.pricedOrders = 14
        tally.gross = 252_000
        tally.refunded = 18_000
        tally.days = [CurrencyTally.DayTotal(day: now.day, orders: 14, net: 234_000)]
        summary.purchases.currencies.tallies = [.euro: tally]
        summary.purchases.counts.seen = SeenRange(count: 14, first: now, last: now)
        return ProfileState(id: ProfileID(high: 1, low: 2), version: 17, changedAt: now, summary: summary)
    }

    private var profile: Profile {
        Profile(state: state, at: now, rules: .standard, policy: .standard(.euro), ranking: nil)
    }

    private func text(_ sections: Set<ProfileSection> = ProfileSection.all) -> String {
        String(decoding: ProfileRenderer.render(profile, sections: sections), as: UTF8.self)
    }

    private func document(explained: Bool = false) throws -> [String: Any] {
        let explanation = explained ? ProfileExplanation(of: profile, state: state, rules: .standard) : nil
        let bytes = ProfileRenderer.render(profile, explanation: explanation)
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func hasTheContractsMembersInTheContractsOrder() {
        let members = [
            "id", "version", "as_of", "aliases", "identifiers", "person", "headlines", "notices", "vip", "contact",
            "promises", "purchases", "outlook", "interests", "cart", "journey", "consents",
            "sources",
        ]
        #expect(ProfileSection.allCases.map(\.rawValue) == members)
        // Of each member only what follows the one before it is searched.
        var rest = text()[...]
        for member in members {
            let found = rest.range(of: "\"\(member)\":")
            #expect(found != nil, "\(member)")
            rest = rest[(found?.upperBound ?? rest.endIndex)...]
        }
    }

    @Test func tellsHowManyAreNotShownWhereSomeAreNot() {
        let counts = [
            "more_identifiers", "more_channels", "more_agents", "more_products", "more_categories", "more_topics",
        ]
        for count in counts { #expect(!text().contains(count)) }
        var state = state
        for kind in TallyKind.allCases { state.summary.shelved[kind] = ShelfCount(total: 500, told: 400) }
        let profile = Profile(state: state, at: now, rules: .standard, policy: .standard(.euro), ranking: nil)
        let text = String(decoding: ProfileRenderer.render(profile), as: UTF8.self)
        #expect(text.contains(#""more_identifiers":500"#))
        for count in counts.dropFirst() { #expect(text.contains("\"\(count)\":400"), "\(count)") }
    }

    @Test func rendersPeopleMoneyAndTimes() {
        let text = text()
        let head = #"{"id":"\#(profile.id)","version":17,"as_of":"2026-11-22T10:00:00Z","aliases":[],"#
        #expect(text.hasPrefix(head))
        #expect(text.contains(#""person":{"greeting":"Ms Doe","given_name":"Jane","family_name":"Doe","#))
        #expect(text.contains(#""birthday":{"date":"--04-19","age":null,"days_until":148,"today":false}"#))
        #expect(text.contains(#""address":{},"owner":null,"loyalty":null,"tags":[],"traits":{"a/b":[true,null]}"#))
        #expect(
            text.contains(
                #""totals":[{"currency":"EUR","gross":"2520.00","refunded":"180.00","net":"2340.00","#
                    + #""average_order":"167.14"}]"#
            ))
        #expect(text.contains(#""returned_share":0,"returns":{"count":0,"last_at":null}}"#))
        #expect(text.contains(#""vip":{"vip":true,"tier":"gold","priority":70,"#))
        #expect(text.contains(#""cart":null"#))
        #expect(!text.contains("other@example.com"))
    }

    @Test func fieldsNarrowTheDocument() throws {
        let sections = try ProfileSection.parse("vip, headlines")
        let object = try JSONSerialization.jsonObject(with: Data(ProfileRenderer.render(profile, sections: sections)))
        let members = try #require(object as? [String: Any])
        #expect(Set(members.keys) == ["id", "version", "as_of", "vip", "headlines"])
    }

    @Test(arguments: ["vips", "", "vip,,contact", "vip,secret"]) func refusesUnknownFields(fields: String) {
        let error = #expect(throws: UnknownProfileSection.self) { try ProfileSection.parse(fields) }
        #expect(error?.detail.contains("contact, promises, purchases") == true)
        #expect(error?.detail.contains("secret") == false)
    }

    @Test func explainsEveryServedFieldByPointer() throws {
        let document = try document(explained: true)
        let explain = try #require(document["explain"] as? [String: [String: [String: Any]]])
        let given = explain["stated"]?["/person/given_name"]
        #expect(given?["source"] as? String == "crm")
        #expect(given?["id"] as? String == "4711")
        #expect(given?["rule"] as? String == "declared by crm, priority 0")
        #expect(explain["stated"]?["/person/traits/a~1b"] != nil)
        for pointer in Array(explain["stated"]?.keys ?? [:].keys) + Array(explain["derived"]?.keys ?? [:].keys) {
            #expect(try Self.exists(pointer, in: document), "\(pointer)")
        }
    }

    @Test func explainsOnlyWhatIsShown() throws {
        let explanation = ProfileExplanation(of: profile, state: state, rules: .standard)
        let bytes = ProfileRenderer.render(profile, sections: [.cart], explanation: explanation)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""explain":{"stated":{},"derived":{"/cart":{"#))
        #expect(!text.contains("/person"))
    }

    @Test func answersForRoutersAreFlat() {
        var writer = JSONWriter()
        writer.vipAnswer(.unknown)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"found":false,"profile_id":null,"vip":false,"tier":null,"priority":0,"#
                + #""reason":"unknown customer","also_claimed_by":0,"next":null}"#
        )
    }

    @Test func aRankedPlaceTellsItsReason() {
        let entry = VIPQueue.Entry(ref: "c-1", answer: .unknown, waitedSeconds: 15)
        var writer = JSONWriter()
        writer.vipQueue(VIPQueue.rank([entry]))
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                {"queue":[{"ref":"c-1","position":1,"effective_priority":1.5,"waited_seconds":15,\
                "overtakable_seconds":985,"found":false,"profile_id":null,"vip":false,"tier":null,"priority":0,\
                "reason":"unknown, priority 0; waited 15 s: +1.5","also_claimed_by":0,"next":null}],\
                "fairness":{"overtakable_seconds":985,"rule":"Ten seconds of waiting weigh as much as one point of \
                priority; nobody who comes 1000 seconds later goes first"}}
                """)
    }

    @Test func aPreviewCountsTiersAndNamesWhoMoves() {
        let none = VIPPolicy(tiers: [], vipFrom: nil)
        var comparison = VIPPolicyComparison(
            inForce: VIPPolicyPreview(policy: none, at: now, rules: .standard, ranking: nil),
            wanted: VIPPolicyPreview(policy: .standard(.euro), at: now, rules: .standard, ranking: nil))
        comparison.add(state)
        var writer = JSONWriter()
        writer.vipPolicyPreview(comparison)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                {"total":1,"vip":1,"overridden":0,"none":0,"tiers":[{"tier":"platinum","count":0,"vip":true},\
                {"tier":"gold","count":1,"vip":true},{"tier":"silver","count":0,"vip":false}],\
                "in_force":{"total":1,"vip":0,"overridden":0,"none":1,"tiers":[]},"gained":1,"gainers":\
                [{"profile_id":"\(state.id.description)","name":"Jane Doe","from":null,"to":"gold"}],\
                "lost":0,"losers":[]}
                """)
    }

    /// RFC 6901.
    private static func exists(_ pointer: String, in document: [String: Any]) throws -> Bool {
        var value: Any = document
        for token in pointer.split(separator: "/") {
            let name = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
            if let object = value as? [String: Any], let member = object[name] {
                value = member
            } else if let array = value as? [Any], let index = Int(name), array.indices.contains(index) {
                value = array[index]
            } else {
                return false
            }
        }
        return true
    }
}
