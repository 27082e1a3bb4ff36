/// What the one who takes a matter has to know, in a paragraph: what happened, what was tried, what is open, what was
/// promised, and how the customer feels about it.
package struct Handover: Sendable {
    /// In characters.
    package static let limit = 600
    /// The handover reads the notes of so many of the latest interactions.
    package static let interactionsRead = 10
    private static let contactsTold = 3
    private static let promisesTold = 2
    /// In characters, of what somebody wrote.
    private static let quoteLimit = 120
    private static let nameLimit = 60
    /// Of -1000 to 1000: what is nearer to 0 says little.
    private static let clearSentiment = 300

    private let profile: Profile
    private let contacts: ContactSummary
    private let interactions: [InteractionRecord]
    private let topic: String?
    private let today: Day

    /// `profile` was derived from `state` for `now`; `interactions` are its latest, newest first. `topic` is as topics
    /// are compared.
    package init(
        _ profile: Profile, _ state: ProfileState, interactions: [InteractionRecord], topic: String?, at now: Timestamp
    ) {
        let moment = max(now, state.changedAt)
        let summary = state.settledSummary(at: now)
        (self.profile, contacts, self.topic, today) = (profile, summary.contact, topic, moment.day)
        self.interactions = interactions.filter { $0.occurredAt <= moment }
    }

    /// Leaves out the least important sentences where the text would be too long.
    package var text: String {
        var sentences = [
            (rank: 2, text: who), (0, matter), (3, tried), (5, noted), (1, promises), (4, lateOrder), (6, mood),
        ].compactMap { rank, text in text.map { (rank: rank, text: Self.sentence($0)) } }
        while sentences.reduce(-1, { $0 + $1.text.count + 1 }) > Self.limit, sentences.count > 1 {
            let last = sentences.map(\.rank).max()
            sentences.removeAll { $0.rank == last }
        }
        return PromiseDigest.line(sentences.map(\.text).joined(separator: " "), upTo: Self.limit)
    }

    // MARK: Sentences

    private var who: String? {
        let tier = profile.vip.tier.map { tier in
            "\(tier) customer" + (profile.vip.since.map { " since \(Wording.monthAndYear($0.day))" } ?? "")
        }
        let told = [profile.person.name.map(Self.short), tier].compactMap(\.self)
        return told.isEmpty ? nil : Wording.capitalised(told.joined(separator: ", "))
    }

    private var matter: String? {
        if let problem = RepeatedProblem(contacts, today: today), Self.short(problem.subject) == problem.subject {
            return problem.sentence
        }
        guard let lead else { return "No contact is on file" }
        return (lead.status == .open ? "Open: " : "Last contact: ") + words(of: lead)
    }

    private var tried: String? {
        guard let lead else { return nil }
        let subject = ContactSubject(lead)?.folded
        let earlier = contacts.recent.list.items.filter { contact in
            contact != lead && contact.at <= lead.at && subject != nil && ContactSubject(contact)?.folded == subject
        }
        guard !earlier.isEmpty else { return nil }
        let told = earlier.prefix(Self.contactsTold).map { contact in
            "\(contact.channel) \(on(contact.at.day))" + with(contact.agent)
        }
        let more = earlier.count - told.count
        return "Before: " + told.joined(separator: ", ") + (more > 0 ? ", and \(more) more" : "")
    }

    private var noted: String? {
        let noted = interactions.filter { $0.summary != nil }
        let about = noted.first { topic != nil && $0.topic.flatMap(TopicName.folded) == topic }
        guard let contact = about ?? noted.first, let summary = contact.summary else { return nil }
        return "On file, \(contact.channel) \(on(contact.occurredAt.day)): \(Self.quote(summary))"
    }

    private var promises: String? {
        guard let promises = profile.promises, !promises.open.isEmpty else { return nil }
        let told = promises.open.prefix(Self.promisesTold).map { open in
            let due = open.promise.dueAt?.day ?? open.promise.dueOn
            let when = due.map { open.isOverdue ? ", overdue, due \(pastDay($0))" : ", due \(dayToCome($0))" }
            return Self.quote(open.promise.text) + (when ?? "")
        }
        let more = promises.open.count + promises.moreOpen - told.count
        return "Promised: " + told.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
    }

    private var lateOrder: String? { LateOrder(profile.purchases.open, today: today)?.sentence }

    /// What the customer said of a contact is a fact; what is heard between the words is a conclusion.
    private var mood: String? {
        let rating = [
            contacts.ratings.csat.recent.latest.map { ($0, 5) }, contacts.ratings.nps.recent.latest.map { ($0, 10) },
        ].compactMap(\.self).max { $0.0.at < $1.0.at }
        if let (rating, scale) = rating { return "Last rating \(rating.value) of \(scale) \(on(rating.at.day))" }
        guard ProfilingObjection(profile.consents) == nil, let last = interactions.first,
            let sentiment = last.sentimentThousandths, abs(sentiment) >= Self.clearSentiment
        else { return nil }
        return "Sounded \(sentiment < 0 ? "unhappy" : "content") \(on(last.occurredAt.day))"
    }

    // MARK: Words

    /// The contact that the matter is about: the latest open one about the topic, else the latest about it, else the
    /// latest open one, else the latest.
    private var lead: InteractionDigest? {
        let about = { (contact: InteractionDigest) in
            topic != nil && contact.topic.flatMap(TopicName.folded) == topic
        }
        let (open, recent) = (contacts.open.list.items, contacts.recent.list.items)
        return open.first(where: about) ?? recent.first(where: about) ?? open.first ?? recent.first
    }

    private func words(of contact: InteractionDigest) -> String {
        let topic = contact.topic.map { " about \(Self.short($0))" } ?? ""
        let order = contact.orderID.map { ", order \(Self.short($0))" } ?? ""
        return "\(contact.channel) \(on(contact.at.day))\(with(contact.agent))\(topic)\(order)"
    }

    private func with(_ agent: Person?) -> String { agent.map { " with \(Self.short($0.name ?? $0.id))" } ?? "" }

    private func on(_ day: Day) -> String { today.days(since: day) > 1 ? "on \(pastDay(day))" : pastDay(day) }

    private func pastDay(_ day: Day) -> String { Wording.pastDay(day, on: today) }

    private func dayToCome(_ day: Day) -> String { Wording.dayToCome(day, on: today) }

    /// What ends in a quoted sentence needs no full stop of its own.
    private static func sentence(_ text: String) -> String {
        [".”", "!”", "?”"].contains(where: text.hasSuffix) ? text : text + "."
    }

    /// A name; one that could read as a sentence of ours is quoted.
    private static func short(_ text: String) -> String {
        let line = PromiseDigest.line(text, upTo: nameLimit)
        let isName = line.allSatisfy { $0.isLetter || $0.isNumber || " -_/#'’".contains($0) }
        return isName ? line : quote(line)
    }

    /// As somebody else's words, which must not look like ours: they end where the quotation does.
    private static func quote(_ text: String) -> String {
        let line = PromiseDigest.line(text, upTo: quoteLimit)
        return "“" + String(line.map { "“”".contains($0) ? "'" : $0 }) + "”"
    }
}
