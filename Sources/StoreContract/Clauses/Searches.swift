import ProfileCore
import ProfileStore

extension StoreContract {
    static let searches = [
        Clause("people are found by the words of their names, whole, begun, beside others, and with a slip") { trial in
            try await trial.save { decision in
                decision.file(.sample(1), "Anna", "Müller", postalCode: "10115")
                decision.file(.sample(2), "Anna", "Maier", postalCode: "20095")
                decision.file(.sample(3), "Jo%_", "O’Neill", postalCode: nil)
            }
            for (query, expected) in [
                ("anna", [1, 2]), ("müller", [1]), ("m", []), ("mu", [1]), ("mueller anna", [1]), ("an ma", [2]),
                ("anna 10115", [1]), ("anna 1", [1]), ("anna 2", [2]), ("mulelr", [1]), ("anna mulelr", [1]),
                ("meier", [2]), ("maiers", [2]), ("neill", [3]), ("oneill jo", [3]), ("oneill %", [3]), ("quist", []),
            ] as [(String, [UInt64])] {
                try promise(try await trial.search(query), is: expected.map(ProfileID.sample), query)
            }
        },
        Clause("people are found by the ends and beginnings of what they are known by, the more recent contact first") {
            trial in
            let email = Identifier.email("a.b@c.example")
            let phone = Identifier(type: Identifier.phone, value: "+49301234567")
            try await trial.save { decision in
                decision.file([.customer("1", by: [phone]), .interaction("1", at: -6_000_000)], under: .sample(1))
                decision.file([.customer("2", by: [email, .crm("2")])], under: .sample(2))
                let other = Identifier(type: Identifier.phone, value: "+49301239999")
                decision.file([.customer("3", by: [other]), .interaction("3", at: 0)], under: .sample(3))
            }
            for (query, expected) in [
                ("4567", [1]), ("030123", [3, 1]), ("+4930 1234", [1]), ("a.b", [2]), ("@c.ex", [2]),
                ("c.example", [2]), ("a.b@c.example", [2]), ("b@c.example", []), ("9999", [3]),
                ("49301239999", [3]), ("1239", []),
            ] as [(String, [UInt64])] {
                try promise(try await trial.search(query), is: expected.map(ProfileID.sample), query)
            }
        },
        Clause("people with many long names and postal codes are saved, and found by the first of them") { trial in
            let records = (1...8).map(SourceRecord.longWinded)
            try await trial.save { $0.file(records, under: .sample(1)) }
            let words = records[0].fullName.split(separator: " ")
            try promise(try await trial.search(String(words[0])), is: [.sample(1)], "a long name")
        },
        Clause("people are found by the numbers of their orders, of any source, unless these were withdrawn") { trial in
            try await trial.save { decision in
                decision.file([.order("R-7", from: "shop"), .order("R-8", from: "till")], under: .sample(1))
                decision.file([.order("R-7", from: "till"), .interaction("R-9")], under: .sample(2))
            }
            // The more recent contact first.
            try promise(try await trial.search("r-7"), is: [.sample(2), .sample(1)], "in two sources")
            try promise(try await trial.search("#R-8"), is: [.sample(1)], "in the second source")
            try promise(try await trial.search("R-9"), is: [], "what is no order")
            try await trial.save { decision in
                decision.withdrawnFacts = [FactKey(kind: .order, source: "shop", id: "R-7"): .sample(0)]
            }
            try promise(try await trial.search("r-7"), is: [.sample(2)], "after a withdrawal")
        },
        Clause("what profiles are found by follows their changes, and nothing is left of it") { trial in
            try await trial.save { $0.file(.sample(1), "Anna", "Schmidt", postalCode: nil) }
            try await trial.save { $0.file(.sample(2), "Bert", "Schmidt", postalCode: nil) }
            try await trial.rename(.sample(1), to: ("Anna", "Weber"))
            try promise(try await trial.search("schmidt"), is: [.sample(2)], "the former name")
            try promise(try await trial.search("anna web"), is: [.sample(1)], "the present name")
            try promise(try await trial.words(near: "webre"), is: ["weber"], "words")
            try await trial.rename(.sample(1), to: ("Anna", "Keller"), rehearses: true)
            try promise(try await trial.search("keller"), is: [], "a rehearsal")
            try await trial.rename(.sample(1), to: ("Anna", "Keller"))
            try promise(try await trial.words(near: "webre"), is: [], "words that nobody has any more")
            try promise(try await trial.words(near: "schmitd"), is: ["schmidt"], "words that somebody has")
            _ = try await trial.erase(.id(.sample(2)))
            try promise(try await trial.search("schmidt"), is: [], "somebody erased")
            try promise(try await trial.words(near: "schmitd"), is: [], "the words of somebody erased")
            try promise(try await trial.search("anna keller"), is: [.sample(1)], "others")
        },
        Clause("a search takes no more than it ranks, and says that there is more") { trial in
            let limit = UInt64(SearchLookups.candidateLimit)
            try await trial.save { decision in
                for number in 1...limit { decision.file(.sample(number), "Kim", "Lee", postalCode: nil) }
            }
            let all = try await trial.finds("lee")
            try promise(all.rows.count, is: Int(limit), "rows")
            try promise(all.isCut, is: false, "more than these")
            try await trial.save { $0.file(.sample(limit + 1), "Kim", "Leeds", postalCode: nil) }
            for query in ["lee", "kim lee"] {
                let finds = try await trial.finds(query)
                try promise(finds.rows.count <= Int(limit) + 1 && finds.isCut, is: true, query)
            }
            try promise(try await trial.search("leeds kim"), is: [.sample(limit + 1)], "one among them")
        },
    ]
}

extension Decision {
    fileprivate mutating func file(_ profile: ProfileID, _ given: String, _ family: String, postalCode: String?) {
        file([.customer(profile, given, family, postalCode: postalCode)], under: profile)
    }
}

extension SourceRecord {
    fileprivate static func customer(
        _ profile: ProfileID, _ given: String, _ family: String, postalCode: String?
    ) -> SourceRecord {
        var customer = CustomerRecord()
        (customer.givenName, customer.familyName) = (given, family)
        customer.address = .blank
        customer.address?.postalCode = postalCode
        return SourceRecord(
            key: FactKey(kind: .customer, source: "crm", id: profile.description), updatedAt: .sample(0),
            isTimedByArrival: false, identifiers: [], body: .customer(customer))
    }
}

extension SourceRecord {
    /// A customer with thirty words of a name and a postal code of 250 letters, which no compression makes short.
    fileprivate static func longWinded(_ number: Int) -> SourceRecord {
        var state = UInt64(number)
        func letters(_ count: Int, from first: UInt32, _ choices: UInt64) -> String {
            var text = String.UnicodeScalarView()
            for _ in 0..<count {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(Unicode.Scalar(first + UInt32((state >> 33) % choices)) ?? "a")
            }
            return String(text)
        }
        var customer = CustomerRecord()
        // Georgian, of which a letter is three bytes.
        customer.fullName = (0..<30).map { _ in letters(30, from: 0x10D0, 33) }.joined(separator: " ")
        customer.address = Address()
        customer.address?.postalCode = letters(250, from: 0x61, 26)
        return SourceRecord(
            key: FactKey(kind: .customer, source: "crm", id: "\(number)"), updatedAt: .sample(0),
            isTimedByArrival: false, identifiers: [], body: .customer(customer))
    }

    fileprivate var fullName: String {
        guard case .customer(let customer) = body else { return "" }
        return customer.fullName ?? ""
    }
}

extension Trial {
    fileprivate func rename(
        _ profile: ProfileID, to name: (given: String, family: String), rehearses: Bool = false
    ) async throws {
        _ = try await store.commit(reading: ReadSet(profiles: [profile])) { snapshot in
            var decision = Decision(decidedAt: .sample(2_000_000))
            decision.rehearses = rehearses
            decision.searched = snapshot.profiles.compactMapValues { SearchMaterial($0.summary) }
            decision.file(profile, name.given, name.family, postalCode: nil)
            return (decision, true)
        }
    }

    /// As the service searches.
    fileprivate func search(_ text: String) async throws -> [ProfileID] {
        let query = try await query(text)
        return SearchRanking(of: try await store.finds(query.lookups), for: query).hits.map(\.profile)
    }

    fileprivate func finds(_ text: String) async throws -> SearchFinds {
        try await store.finds(try await query(text).lookups)
    }

    private func query(_ text: String) async throws -> SearchQuery {
        var query = SearchQuery(text, callingCode: "49")
        if !query.slips.isEmpty { query.take(near: try await store.words(near: query.slips)) }
        return query
    }

    /// The stored words that are as near as the store has to tell.
    fileprivate func words(near text: String) async throws -> [String] {
        try await store.words(near: SearchQuery(text).slips)
    }
}
