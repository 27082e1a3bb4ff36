import ProfileCore

/// Reads the members of each kind.
enum RecordBody {
    /// Nil when something is wrong, which the findings then tell.
    static func read(
        _ kind: RecordKind, _ members: inout MemberReader, _ context: DecodingContext
    ) -> SourceRecord.Body? {
        switch kind {
        case .customer: .customer(CustomerBody.read(&members, context))
        case .order: OrderBody.read(&members, context).map(SourceRecord.Body.order)
        case .interaction: InteractionBody.read(&members).map(SourceRecord.Body.interaction)
        case .activity: ActivityBody.read(&members, context).map(SourceRecord.Body.activity)
        }
    }
}
