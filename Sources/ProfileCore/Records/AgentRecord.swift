/// What a source says of an agent. The record's id is the one by which interactions name the agent.
package struct AgentRecord: RecordPart {
    package var name: String?
    /// Those that the agent serves; none stated means any.
    package var channels: [String] = []
    /// BCP 47; none stated means that nobody knows.
    package var languages: [String] = []
    /// Topics and whatever else the agent knows about.
    package var skills: [String] = []
    package var employer: String?

    package init() {}

    package static var blank: AgentRecord { AgentRecord() }

    package mutating func forEachField<Visitor: FieldVisitor>(_ fields: inout Visitor) {
        fields.text(.descriptive(0, "name"), .text.repeated, &name)
        fields.texts(.descriptive(1, "channels"), .channel, atMost: 50, &channels)
        fields.texts(.descriptive(2, "languages"), .language, atMost: 50, &languages)
        fields.texts(.descriptive(3, "skills"), .text(upTo: 255), atMost: 100, &skills)
        fields.text(.descriptive(4, "employer"), .text.repeated, &employer)
    }
}
