package import ProfileCore

/// Writes a VIP policy in the form in which it is read, every currency named.
package enum VIPPolicyEncoder {
    package static func write(_ policy: VIPPolicy, to json: inout JSONWriter) {
        json.object { json in
            json.member("vip_from", policy.vipFrom)
            json.member("tiers") { $0.array(of: policy.tiers) { write($1, to: &$0) } }
        }
    }

    package static func json(_ policy: VIPPolicy) -> [UInt8] {
        var json = JSONWriter()
        write(policy, to: &json)
        return json.bytes
    }

    private static func write(_ tier: VIPTier, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", tier.name)
            json.member("priority", tier.priority)
            json.member("match", tier.match.rawValue)
            json.member("conditions") { $0.array(of: tier.conditions) { VIPConditionForm.write($1, to: &$0) } }
        }
    }
}
