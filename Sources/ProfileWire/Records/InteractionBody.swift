import ProfileCore

enum InteractionBody {
    static func read(_ members: inout MemberReader) -> InteractionRecord? {
        let occurredAt = members.time("occurred_at")
        let channel = members.word("channel")
        let (requiredTime, requiredChannel) = (
            members.required("occurred_at", occurredAt), members.required("channel", channel)
        )
        // Without time and channel there is no record, but the other members are judged all the same.
        var interaction = InteractionRecord(
            occurredAt: requiredTime ?? Timestamp(milliseconds: 0), channel: requiredChannel ?? "")
        members.leniently { describe(&interaction, &$0) }
        return requiredTime == nil || requiredChannel == nil ? nil : interaction
    }

    private static func describe(_ interaction: inout InteractionRecord, _ members: inout MemberReader) {
        interaction.direction = members.choice("direction") ?? .inbound
        interaction.topic = members.text("topic", limit: TextLimit.topic)
        interaction.status = members.choice("status")
        interaction.agent = members.person("agent")
        interaction.waitSeconds = members.integer("wait_seconds", in: 0...NumberLimit.seconds)
        interaction.durationSeconds = members.integer("duration_seconds", in: 0...NumberLimit.seconds)
        interaction.csat = members.integer("csat", in: 1...5)
        interaction.nps = members.integer("nps", in: 0...10)
        interaction.effort = members.integer("effort", in: 1...7)
        interaction.sentimentThousandths = members.roundedThousandths("sentiment", in: -1000...1000)
        interaction.summary = members.text("summary", limit: TextLimit.summary, multiline: true)
        interaction.orderID = members.code("order_id").flatMap { members.unshortened("order_id", $0) }
    }
}
