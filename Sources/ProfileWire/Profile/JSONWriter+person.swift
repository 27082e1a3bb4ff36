package import ProfileCore

extension JSONWriter {
    mutating func person(_ person: PersonView) {
        object {
            $0.member("greeting", person.greeting)
            $0.member("given_name", person.givenName)
            $0.member("family_name", person.familyName)
            $0.member("full_name", person.fullName)
            $0.member("salutation", person.salutation)
            $0.optional("birthday", person.birthday) { $0.birthday($1) }
            $0.member("gender", person.gender)
            $0.member("language", person.language)
            $0.member("time_zone", person.timeZone)
            $0.member("address") { $0.address(person.address) }
            $0.optional("owner", person.owner) { $0.companyPerson($1) }
            $0.optional("loyalty", person.loyalty) { $0.loyalty($1) }
            $0.items("tags", person.tags) { $0.string($1) }
            $0.member("traits") { $0.traits(person.traits) }
            $0.member("created_at", person.createdAt)
        }
    }

    private mutating func birthday(_ birthday: BirthdayView) {
        object {
            $0.member("date", birthday.date.text)
            $0.member("age", birthday.age)
            $0.member("days_until", birthday.daysUntil)
            $0.member("today", birthday.isToday)
        }
    }

    /// Without members when no address is known.
    private mutating func address(_ address: Address?) {
        object {
            guard let address else { return }
            $0.member("street", address.street)
            $0.member("postal_code", address.postalCode)
            $0.member("city", address.city)
            $0.member("region", address.region)
            $0.member("country", address.country)
        }
    }

    private mutating func loyalty(_ loyalty: Loyalty) {
        object {
            $0.member("tier", loyalty.tier)
            $0.member("points", loyalty.points)
        }
    }
}

extension Birthday {
    /// `1980-04-19`, or `--04-19` without a year.
    fileprivate var text: String {
        // Any leap year has every day there is.
        let date = Day(year: year ?? 2000, month: month, day: day).map(TimeText.date) ?? ""
        return year == nil ? "--" + date.suffix(5) : date
    }
}

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
            $0.optional("next", standing.next) { json, next in
                json.object {
                    $0.member("tier", next.name)
                    $0.member("match", next.match.rawValue)
                    $0.items("missing", next.missing) { $0.string($1) }
                }
            }
        }
    }

    /// `{"found","profile_id","vip","tier","priority","reason","also_claimed_by","next"}`.
    package mutating func vipAnswer(_ answer: VIPAnswer) {
        object { $0.members(of: answer) }
    }

    /// An answer with `ref`, `position`, `waited_seconds` and `effective_priority`; its reason is that of the place.
    /// Who should take it is told where that was asked.
    package mutating func vipPlace(_ place: VIPQueue.Place, _ handling: Recommendation? = nil) {
        object {
            $0.member("ref", place.entry.ref)
            $0.member("position", place.position)
            $0.member("effective_priority") { $0.decimal(thousandths: Int64(place.effectiveTenths).hundredfold) }
            $0.member("waited_seconds", place.entry.waitedSeconds)
            $0.members(of: place.entry.answer, reason: place.reason)
            if let handling { $0.member("handling") { $0.recommendation(handling) } }
        }
    }

    /// `{"total","vip","overridden","none","tiers":[{"tier","count","vip"}],"in_force":{the same},"gained","gainers":
    /// [{"profile_id","name","from","to"}],"lost","losers"}`.
    package mutating func vipPolicyPreview(_ comparison: VIPPolicyComparison) {
        object { json in
            json.counts(comparison.wanted)
            json.member("in_force") { json in json.object { $0.counts(comparison.inForce) } }
            json.member("gained", comparison.gainers.count)
            json.items("gainers", comparison.gainers.named) { $0.move($1) }
            json.member("lost", comparison.losers.count)
            json.items("losers", comparison.losers.named) { $0.move($1) }
        }
    }

    private mutating func counts(_ preview: VIPPolicyPreview) {
        member("total", preview.total)
        member("vip", preview.vips)
        member("overridden", preview.overridden)
        member("none", preview.none)
        items("tiers", Array(zip(preview.policy.tiers, preview.counts))) { writer, entry in
            writer.object {
                $0.member("tier", entry.0.name)
                $0.member("count", entry.1)
                $0.member("vip", preview.policy.isVIP(entry.0.name))
            }
        }
    }

    private mutating func move(_ move: VIPPolicyComparison.Move) {
        object {
            $0.member("profile_id", move.profile.description)
            $0.member("name", move.name)
            $0.member("from", move.from)
            $0.member("to", move.to)
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
        member("next", answer.next)
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

extension JSONWriter {
    /// Keys are JSON pointers into the profile document; what it leaves out is not explained either.
    mutating func explanation(_ explanation: ProfileExplanation, of sections: Set<ProfileSection>) {
        object {
            $0.member("stated") { writer in
                writer.object { writer in
                    for statement in explanation.stated where sections.contain(statement.pointer) {
                        writer.statement(statement)
                    }
                }
            }
            $0.member("derived") { writer in
                writer.object { writer in
                    for derivation in explanation.derived where sections.contain(derivation.pointer) {
                        writer.derivation(derivation)
                    }
                }
            }
        }
    }

    private mutating func statement(_ statement: ProfileExplanation.Statement) {
        key(named: statement.pointer)
        object {
            $0.member("source", statement.source)
            $0.member("id", statement.recordID)
            $0.member("at", statement.at)
            $0.member("rule", statement.rule)
        }
    }

    private mutating func derivation(_ derivation: ProfileExplanation.Derivation) {
        key(named: derivation.pointer)
        object {
            $0.member("formula", derivation.formula)
            $0.member("sample", derivation.sample)
            $0.member("basis", derivation.basis)
        }
    }
}

extension Set<ProfileSection> {
    fileprivate func contain(_ pointer: String) -> Bool {
        let name = pointer.split(separator: "/", maxSplits: 1).first ?? ""
        return ProfileSection(rawValue: String(name)).map(contains) ?? false
    }
}
