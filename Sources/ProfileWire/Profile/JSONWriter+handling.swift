package import ProfileCore

/// Who should take a matter, and who could help others.
extension JSONWriter {
    package mutating func handling(_ advice: HandlingAdvice, handover: String, _ warnings: [WireWarning]) {
        let shown = HandlingAdvice.shown
        object { json in
            json.member("topic", advice.topic)
            json.member("recommendation") { $0.recommendation(advice.recommendation) }
            json.member("handover", handover)
            json.member("withheld", advice.customer?.objection)
            json.items("continuity", Array((advice.customer?.known ?? []).prefix(shown))) { json, known in
                json.knownAgent(known, of: advice.customer)
            }
            json.more("more_continuity", (advice.customer?.known.count ?? 0) - shown)
            json.items("channels", advice.channels) { json, channel in
                json.object {
                    $0.member("channel", channel.name)
                    $0.members(of: channel.figure)
                }
            }
            json.member("channels_differ", advice.doChannelsDiffer)
            json.items("agents", Array(advice.able.prefix(shown))) { $0.candidate($1) }
            json.more("more_agents", advice.able.count - shown)
            json.items("unable", Array(advice.unable.prefix(shown))) { json, candidate in
                json.object {
                    $0.member("agent", candidate.id)
                    $0.member("name", candidate.name)
                    $0.member("reason", candidate.obstacle)
                }
            }
            json.more("more_unable", advice.unable.count - shown)
            json.member("about_topic") { json in json.object { $0.members(of: advice.figure) } }
            json.member("baseline") { json in json.object { $0.share(advice.learned?.overall) } }
            json.optional("learned", advice.learned) { $0.learnedHandling($1) }
            json.items("warnings", warnings) { $0.warning($1) }
        }
    }

    /// `{"agent","agent_name","channel","why"}`.
    mutating func recommendation(_ recommendation: Recommendation) {
        object {
            $0.member("agent", recommendation.agent)
            $0.member("agent_name", recommendation.agentName)
            $0.member("channel", recommendation.channel)
            $0.member("why", recommendation.why)
        }
    }

    private mutating func candidate(_ candidate: HandlingAdvice.Candidate) {
        object { json in
            json.member("agent", candidate.id)
            json.member("name", candidate.name)
            json.members(of: candidate.figure)
            json.member("has_skill", candidate.hasSkill)
            json.abilities(of: candidate.record)
        }
    }

    private mutating func knownAgent(_ known: KnownAgent, of customer: HandlingCustomer?) {
        object { json in
            json.member("agent", known.id)
            json.member("name", known.name)
            json.member("contacts", known.contacts)
            json.member("last_at", known.lastAt)
            json.member("owner", known.isOwner)
            json.optional("rating", known.averageRating) { json, average in
                json.object {
                    $0.member("average", decimal: average)
                    $0.member("count", known.ratings)
                }
            }
            json.member("trusted", customer?.trusts(known))
        }
    }

    /// The members of the object at hand: whose contacts they are told by, and how many of their own there are.
    private mutating func members(of figure: SolvedFigure) {
        share(figure.count)
        member("basis", figure.basis?.rawValue)
        member("contacts", figure.contacts)
    }

    /// A share with its interval and its sample; null where there is none.
    private mutating func share(_ count: SolvedCount?) {
        let known = count.flatMap { $0.isEnough ? $0 : nil }
        member("share") { $0.figure(known?.share) }
        member("low") { $0.figure(known?.interval.lowerBound) }
        member("high") { $0.figure(known?.interval.upperBound) }
        member("sample", known?.contacts ?? 0)
    }

    /// From how many it was learned who solves what.
    mutating func learnedHandling(_ learned: LearnedHandling) {
        object {
            $0.member("number", learned.number)
            $0.member("on", learned.on)
            $0.member("customers", learned.customers)
            $0.member("contacts", learned.overall.contacts)
            $0.member("rule", LearnedHandling.rule)
        }
    }

    /// An agent as all sources together state them.
    package mutating func agent(_ agent: Agent) {
        object { json in
            json.member("id", agent.id)
            json.member("name", agent.name)
            json.abilities(of: agent)
            json.statements(of: agent)
        }
    }

    /// The members of the object at hand.
    private mutating func abilities(of agent: Agent?) {
        items("channels", agent?.channels ?? []) { $0.string($1) }
        items("languages", agent?.languages ?? []) { $0.string($1) }
        items("skills", agent?.skills ?? []) { $0.string($1) }
        member("employer", agent?.employer)
    }

    package mutating func advocates(_ advocates: [Advocate], category: String, _ learned: LearnedAdvocates?) {
        object { json in
            json.member("category", category)
            json.items("advocates", advocates) { $0.advocate($1) }
            json.optional("learned", learned) { json, learned in
                json.object {
                    $0.member("number", learned.number)
                    $0.member("on", learned.on)
                }
            }
        }
    }

    private mutating func advocate(_ advocate: Advocate) {
        object { json in
            json.member("profile_id", advocate.profile.description)
            json.member("name", advocate.name)
            json.member("language", advocate.language)
            json.member("rating") { json in
                json.object {
                    $0.member("average", decimal: advocate.averageRating)
                    $0.member("count", advocate.ratings)
                }
            }
            json.member("kept") { $0.quantity(advocate.kept) }
            json.member("consent_at", advocate.consent.at)
            json.items("reasons", advocate.reasons) { $0.string($1) }
        }
    }
}
