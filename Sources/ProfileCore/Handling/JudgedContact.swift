/// A contact that a customer began, of which is known whether it solved the matter.
package struct JudgedContact: Hashable, Sendable {
    /// As it is compared.
    package let topic: String
    package let channel: String
    package let agent: String?
    package let isSolved: Bool
}

extension ContactSummary {
    /// A contact counts as solved when the customer stays quiet about the matter for this long.
    package static let quietDays = 7
    /// Older contacts are left out: the agents of that time may have gone.
    package static let judgedDays = 365

    /// Of the latest contacts those that began a year ago at most and a week ago at least, name a topic, and of which
    /// is stated whether the matter is resolved. It is solved when it is, and the customer did not come again about the
    /// same within the week. Everything that came after a listed contact is listed, so none is missed.
    package func judgedContacts(at now: Timestamp) -> [JudgedContact] {
        let inbound = recent.list.items.filter { $0.direction == .inbound }.map { ($0, ContactSubject($0)?.folded) }
        let quiet = Int64(Self.quietDays) * 86_400_000
        return inbound.compactMap { contact, subject in
            let age = now.milliseconds - contact.at.milliseconds
            guard age >= quiet, age <= Int64(Self.judgedDays) * 86_400_000, let status = contact.status,
                let topic = contact.topic.flatMap(TopicName.folded)
            else { return nil }
            let cameAgain = inbound.contains { later, other in
                other == subject && later.at > contact.at && later.at.milliseconds - contact.at.milliseconds <= quiet
            }
            return JudgedContact(
                topic: topic, channel: contact.channel, agent: contact.agent?.id,
                isSolved: status == .resolved && !cameAgain)
        }
    }
}
