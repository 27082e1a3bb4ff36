package import ProfileCore

/// Reads a VIP policy; whatever it does not know is a problem, because ignoring a condition would change who is VIP.
package enum VIPPolicyDecoder {
    package static let maximumTiers = 50
    package static let maximumConditions = 20

    /// Amounts without a currency are in `defaultCurrency`.
    package static func decode(_ bytes: [UInt8], defaultCurrency: Currency) throws(WireRejection) -> VIPPolicy {
        try RequestBody.readObject(bytes) { policy(&$0, defaultCurrency) }
    }

    /// Amounts without a currency are in `defaultCurrency`.
    static func decode(_ value: JSONValue, defaultCurrency: Currency) throws(WireRejection) -> VIPPolicy {
        try RequestBody.readObject(value) { policy(&$0, defaultCurrency) }
    }

    private static func policy(_ members: inout MemberReader, _ currency: Currency) -> VIPPolicy? {
        let vipFrom = members.text("vip_from")
        let isPresent = members.isPresent("tiers")
        let tiers = members.objects("tiers", atMost: maximumTiers) { tier(&$0, currency) }
        if members.required("tiers", isPresent ? tiers : nil) == nil { return nil }
        rejectRepeatedNames(tiers, members)
        rejectMixedPercentiles(tiers, members)
        if let vipFrom, members.findings.problems.isEmpty, !tiers.contains(where: { $0.name == vipFrom }) {
            members.reject("vip_from", .unknownTier, "the name of one of the tiers, or null")
        }
        return VIPPolicy(tiers: tiers, vipFrom: vipFrom)
    }

    private static func rejectRepeatedNames(_ tiers: [VIPTier], _ members: MemberReader) {
        // A tier that was left out has a problem already, and the places of the others are no longer certain.
        guard members.findings.problems.isEmpty else { return }
        var seen: Set<String> = []
        for (index, tier) in tiers.enumerated() where !seen.insert(tier.name).inserted {
            members.findings.reject("/tiers/\(index)/name", .notUnique, "each tier has a name of its own")
        }
    }

    /// Customers are ranked in one currency.
    private static func rejectMixedPercentiles(_ tiers: [VIPTier], _ members: MemberReader) {
        guard members.findings.problems.isEmpty else { return }
        var ranked: Currency?
        for (place, tier) in tiers.enumerated() {
            for (index, condition) in tier.conditions.enumerated() {
                guard case .percentileNet365Days(_, let currency) = condition else { continue }
                if let ranked, ranked != currency {
                    members.findings.reject(
                        "/tiers/\(place)/conditions/\(index)/currency", .notAllowed,
                        "all percentile conditions of a policy share one currency")
                }
                ranked = ranked ?? currency
            }
        }
    }

    private static func tier(_ members: inout MemberReader, _ currency: Currency) -> VIPTier? {
        let name = name(&members)
        let priority = members.integer("priority", in: 0...100)
        let match = members.choice("match", VIPTier.Match.self)
        let isPresent = members.isPresent("conditions")
        let conditions = members.objects("conditions", atMost: maximumConditions) { reader in
            let condition = VIPConditionForm.read(&reader, currency)
            reader.rejectUnknownMembers()
            return condition
        }
        if isPresent, conditions.isEmpty, members.findings.problems.isEmpty {
            members.reject("conditions", .empty, "a tier has at least one condition")
        }
        let (requiredName, requiredPriority) = (members.required("name", name), members.required("priority", priority))
        let requiredConditions = members.required("conditions", isPresent ? conditions : nil)
        members.rejectUnknownMembers()
        guard let requiredName, let requiredPriority, let requiredConditions else { return nil }
        return VIPTier(
            name: requiredName, priority: requiredPriority, match: match ?? .all, conditions: requiredConditions)
    }

    private static func name(_ members: inout MemberReader) -> String? {
        guard let name = members.text("name") else { return nil }
        let bytes = name.utf8
        let isLetter = { (byte: UInt8) in byte &- UInt8(ascii: "a") < 26 }
        let isInside = { (byte: UInt8) in
            isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || " _-".utf8.contains(byte)
        }
        guard bytes.count <= 64, let first = bytes.first, isLetter(first), bytes.allSatisfy(isInside) else {
            members.reject("name", .badWord, "1 to 64 of a-z, 0-9, space, _ and -, beginning with a letter")
            return nil
        }
        return name
    }
}
