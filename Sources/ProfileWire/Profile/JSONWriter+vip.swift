package import ProfileCore

/// Tiers, and the answers for those who route by them.
extension JSONWriter {
    mutating func standing(_ standing: VIPStanding) {
        object {
            $0.member("vip", standing.vip)
            $0.member("tier", standing.tier)
            $0.member("priority", standing.priority)
            $0.member("since", standing.since)
            $0.member("until", standing.until)
            $0.optional("override", standing.override) { $0.override($1) }
            $0.items("reasons", standing.reasons) { $0.string($1) }
        }
    }

    /// `{"found","profile_id","vip","tier","priority","reason","also_claimed_by"}`.
    package mutating func vipAnswer(_ answer: VIPAnswer) {
        object { $0.members(of: answer) }
    }

    /// An answer with `ref`, `position`, `waited_seconds` and `effective_priority`; its reason is that of the place.
    package mutating func vipPlace(_ place: VIPQueue.Place) {
        object {
            $0.member("ref", place.entry.ref)
            $0.member("position", place.position)
            $0.member("effective_priority") { $0.decimal(thousandths: Int64(place.effectiveTenths).hundredfold) }
            $0.member("waited_seconds", place.entry.waitedSeconds)
            $0.members(of: place.entry.answer, reason: place.reason)
        }
    }

    /// `{"total","vip","overridden","none","tiers":[{"tier","count","vip"}]}`.
    package mutating func vipPolicyPreview(_ preview: VIPPolicyPreview) {
        object {
            $0.member("total", preview.total)
            $0.member("vip", preview.vips)
            $0.member("overridden", preview.overridden)
            $0.member("none", preview.none)
            $0.items("tiers", Array(zip(preview.policy.tiers, preview.counts))) { writer, entry in
                writer.object {
                    $0.member("tier", entry.0.name)
                    $0.member("count", entry.1)
                    $0.member("vip", preview.policy.isVIP(entry.0.name))
                }
            }
        }
    }

    private mutating func members(of answer: VIPAnswer, reason: String? = nil) {
        member("found", answer.found)
        member("profile_id", answer.profileID?.description)
        member("vip", answer.vip)
        member("tier", answer.tier)
        member("priority", answer.priority)
        member("reason", reason ?? answer.reason)
        member("also_claimed_by", answer.alsoClaimedBy)
    }

    private mutating func override(_ override: VIPOverride) {
        object {
            $0.member("tier", override.tier)
            $0.member("reason", override.reason)
            $0.member("until", override.until)
            $0.member("set_at", override.setAt)
            $0.member("set_by", override.setBy)
        }
    }
}

extension Int64 {
    /// Tenths as thousandths.
    fileprivate var hundredfold: Int64 {
        let (product, overflows) = multipliedReportingOverflow(by: 100)
        return overflows ? .max : product
    }
}
