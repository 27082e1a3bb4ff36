import ProfileCore

enum ActivityBody {
    static func read(_ members: inout MemberReader, _ context: DecodingContext) -> ActivityRecord? {
        let occurredAt = members.time("occurred_at")
        let type = members.word("type")
        let (requiredTime, requiredType) = (
            members.required("occurred_at", occurredAt), members.required("type", type)
        )
        // Without time and type there is no record, but the other members are judged all the same.
        var activity = ActivityRecord(
            occurredAt: requiredTime ?? Timestamp(milliseconds: 0), type: requiredType ?? "")
        members.leniently { describe(&activity, &$0, context) }
        return requiredTime == nil || requiredType == nil ? nil : activity
    }

    private static func describe(
        _ activity: inout ActivityRecord, _ members: inout MemberReader, _ context: DecodingContext
    ) {
        activity.sku = members.code("sku")
        activity.name = members.text("name")
        activity.category = members.text("category")
        activity.currency = members.currency("currency", default: nil)
        let assumed = activity.currency ?? (isAbsent("currency", members) ? context.defaultCurrency : nil)
        activity.price = members.price("price", assumed)
        if activity.price != nil { activity.currency = assumed }
        activity.quantity = members.quantity("quantity")
        activity.query = members.text("query")
        activity.url = members.text("url", limit: TextLimit.url)
    }

    /// Whether the member is not there, as opposed to wrong.
    private static func isAbsent(_ name: String, _ members: MemberReader) -> Bool {
        !members.findings.hasProblem(at: members.pointer(name))
    }
}
