import ProfileCore

extension JSONWriter {
    mutating func contact(_ contact: ContactView) {
        object {
            $0.member("total", contact.total)
            $0.member("inbound", contact.inbound)
            $0.member("first_at", contact.firstAt)
            $0.optional("last", contact.last) { $0.lastInteraction($1) }
            $0.member("last_7_days", contact.last7Days)
            $0.member("last_30_days", contact.last30Days)
            $0.member("last_90_days", contact.last90Days)
            $0.member("last_365_days", contact.last365Days)
            $0.member("average_days_between", decimal: contact.averageDaysBetween)
            $0.items("by_channel", contact.byChannel) { $0.channel($1) }
            $0.more("more_channels", contact.moreChannels)
            $0.optional("preferred_channel", contact.preferredChannel) { $0.preferredChannel($1) }
            $0.optional("preferred_time", contact.preferredTime) { $0.preferredTime($1) }
            $0.member("now") { $0.contactNow(contact.now) }
            $0.items("open", contact.open) { $0.openInteraction($1) }
            $0.member("satisfaction") { $0.satisfaction(contact.satisfaction) }
            $0.optional("handling", contact.handling) { $0.handling($1) }
            $0.items("agents", contact.agents) { $0.agent($1) }
            $0.more("more_agents", contact.moreAgents)
        }
    }

    private mutating func lastInteraction(_ interaction: InteractionDigest) {
        object {
            $0.member("at", interaction.at)
            $0.member("channel", interaction.channel)
            $0.member("direction", interaction.direction.rawValue)
            $0.member("topic", interaction.topic)
            $0.optional("agent", interaction.agent) { $0.companyPerson($1) }
            $0.member("status", interaction.status?.rawValue)
            $0.member("order_id", interaction.orderID)
        }
    }

    private mutating func channel(_ channel: ContactView.Channel) {
        object {
            $0.member("channel", channel.channel)
            $0.member("count", channel.count)
            $0.member("last_at", channel.lastAt)
        }
    }

    private mutating func preferredChannel(_ preferred: PreferredChannelView) {
        object {
            $0.member("channel", preferred.channel)
            $0.member("basis", preferred.basis.rawValue)
            $0.member("share", decimal: preferred.share)
            $0.member("sample", preferred.sample)
        }
    }

    private mutating func preferredTime(_ preferred: PreferredTimeView) {
        object {
            $0.member("basis", preferred.basis.rawValue)
            $0.member("time_zone", preferred.timeZone)
            $0.member("time_zone_basis", preferred.timeZoneBasis.rawValue)
            $0.items("days", preferred.days) { $0.string($1.rawValue) }
            $0.member("from", clock: preferred.fromMinute)
            $0.member("to", clock: preferred.toMinute)
            $0.member("share", decimal: preferred.share)
            $0.member("sample", preferred.sample)
        }
    }

    private mutating func contactNow(_ now: ContactNowView) {
        object {
            $0.member("verdict", now.verdict.rawValue)
            $0.member("reason", now.reason)
            $0.member("next", now.next)
            $0.member("time_zone", now.timeZone)
            $0.member("time_zone_basis", now.timeZoneBasis.rawValue)
        }
    }

    private mutating func openInteraction(_ interaction: InteractionDigest) {
        object {
            $0.member("source", interaction.source)
            $0.member("id", interaction.id)
            $0.member("at", interaction.at)
            $0.member("channel", interaction.channel)
            $0.member("topic", interaction.topic)
            $0.member("order_id", interaction.orderID)
        }
    }

    private mutating func satisfaction(_ satisfaction: SatisfactionView) {
        object {
            $0.optional("csat", satisfaction.csat) { $0.rating($1) }
            $0.optional("nps", satisfaction.nps) { $0.rating($1) }
            $0.optional("effort", satisfaction.effort) { $0.rating($1) }
        }
    }

    private mutating func rating(_ rating: SatisfactionView.Rating) {
        object {
            $0.member("last", rating.last)
            $0.member("average", decimal: rating.average)
            $0.member("count", rating.count)
        }
    }

    private mutating func handling(_ handling: ContactView.Handling) {
        object {
            $0.member("average_seconds", handling.averageSeconds)
            $0.member("longest_seconds", handling.longestSeconds)
            $0.member("average_wait_seconds", handling.averageWaitSeconds)
            $0.member("longest_wait_seconds", handling.longestWaitSeconds)
            $0.member("sample", handling.sample)
        }
    }

    private mutating func agent(_ agent: ContactView.Agent) {
        object {
            $0.member("id", agent.id)
            $0.member("name", agent.name)
            $0.member("count", agent.count)
            $0.member("last_at", agent.lastAt)
        }
    }
}
