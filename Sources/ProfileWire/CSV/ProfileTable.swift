/// Profiles as the rows of a table, for people and their spreadsheets. Who wants all of a profile takes its JSON.
package enum ProfileTable {
    private static let columns: [(name: String, path: [String])] = [
        ("id", ["id"]), ("given_name", ["person", "given_name"]), ("family_name", ["person", "family_name"]),
        ("full_name", ["person", "full_name"]), ("birthday", ["person", "birthday", "date"]),
        ("language", ["person", "language"]), ("city", ["person", "address", "city"]),
        ("country", ["person", "address", "country"]), ("vip", ["vip", "vip"]), ("tier", ["vip", "tier"]),
        ("priority", ["vip", "priority"]), ("contacts", ["contact", "total"]),
        ("last_contact_at", ["contact", "last", "at"]), ("last_contact_channel", ["contact", "last", "channel"]),
        ("preferred_channel", ["contact", "preferred_channel", "channel"]), ("orders", ["purchases", "orders"]),
        ("first_order_at", ["purchases", "first_at"]), ("last_order_at", ["purchases", "last_at"]),
    ]

    package static var header: [String] { columns.map(\.name) + ["net", "identifiers"] }

    /// The row of a rendered profile; nil when it is no JSON.
    package static func row(of profile: [UInt8]) -> [String]? {
        guard let value = try? JSONReader.parse(profile) else { return nil }
        let cells = columns.map { value.member($0.path)?.cellText ?? "" }
        return (cells + [net(value), identifiers(value)]).map(FormulaGuard.guarded)
    }

    /// `EUR 1410.00 | GBP 20.00`: amounts of different currencies are never added.
    private static func net(_ profile: JSONValue) -> String {
        (profile.member(["purchases", "totals"])?.elements ?? []).map { total in
            (total.member(["currency"])?.cellText ?? "") + " " + (total.member(["net"])?.cellText ?? "")
        }.joined(separator: " | ")
    }

    private static func identifiers(_ profile: JSONValue) -> String {
        (profile.member(["identifiers"])?.elements ?? []).map { identifier in
            (identifier.member(["type"])?.cellText ?? "") + ":" + (identifier.member(["value"])?.cellText ?? "")
        }.joined(separator: " | ")
    }
}
