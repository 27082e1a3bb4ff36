import ProfileCore

extension ExportDecoder {
    private static let most = 1_000_000_000_000_000_000

    static func assignment(_ members: inout MemberReader) -> ExportEntry? {
        let (identifier, at, word) = (members.identifier("identifier"), members.moment("at"), members.exactText("arm"))
        var features = VisitFeatures()
        if var known = members.child("known") {
            for feature in VisitFeature.allCases {
                features[millionthsOf: feature] = Int64(known.integer(feature.word, in: -most...most) ?? 0)
            }
            known.rejectUnknownMembers()
        }
        var earlier = DayPurchases()
        if var reader = members.child("earlier") { earlier = purchases(&reader) }
        let (invitedAt, declinedAt) = (members.time("invited_at"), members.time("declined_at"))
        let count = members.integer("invitations_of_day", in: 0...InvitationRules.mostPerDay)
        guard let identifier, let at, let word else { return nil }
        guard let arm = InvitationArm(word: word) else {
            members.reject("arm", .notAllowed, "one of: " + InvitationArm.allCases.map(\.word).joined(separator: ", "))
            return nil
        }
        return .assignment(
            identifier,
            Assignment(
                arm, at: at, features, earlier: earlier, invitedAt: invitedAt, invitationsOfDay: count ?? 0,
                declinedAt: declinedAt))
    }

    private static func purchases(_ members: inout MemberReader) -> DayPurchases {
        let orders = members.count("orders")
        let nets = members.objects("nets", atMost: .max) { reader -> (Currency, MinorUnits)? in
            let currency = reader.currency("currency", default: nil)
            // A day's sum may be more than any one amount.
            let net = reader.money("net", currency, limit: .max)
            reader.rejectUnknownMembers()
            return currency.flatMap { currency in net.map { (currency, $0) } }
        }
        members.rejectUnknownMembers()
        return DayPurchases(orders: orders ?? 0, nets: Dictionary(nets) { $1 })
    }
}
