extension Brief {
    /// The brief reads the notes of so many of the latest interactions.
    package static let interactionsRead = 10
    private static let listed = 3

    /// `profile` was derived from `state` for `now`; `interactions` are its latest, newest first.
    package init(_ profile: Profile, _ state: ProfileState, interactions: [InteractionRecord], at now: Timestamp) {
        let moment = max(now, state.changedAt)
        let teller = BriefTeller(today: moment.day)
        let problem = RepeatedProblem(state.settledSummary(at: now).contact, today: moment.day)
        let noted = interactions.filter { $0.occurredAt <= moment && $0.summary != nil }.prefix(Self.listed)
        let (contact, purchases) = (profile.contact, profile.purchases)
        let open = contact.open.prefix(Self.listed)
        let last = contact.last.flatMap { open.contains($0) ? nil : $0 }
        let ranked: [(Int, [ToldText])] = [
            (0, [teller.standing(profile.vip)]),
            (1, [teller.who(profile.person)].compactMap(\.self)),
            (1, [teller.contactNow(contact)]),
            (
                1,
                [problem.map(teller.problem), LateOrder(purchases.open, today: moment.day).map(teller.late)].compactMap(
                    \.self)
            ),
            (2, (profile.promises?.open ?? []).prefix(Self.listed).map(teller.promise)),
            (2, open.map(teller.open)),
            (3, profile.catalogue.notices.prefix(Self.listed).map(teller.notice)),
            (4, [last.map(teller.last), purchases.recent.first.map(teller.lastOrder)].compactMap(\.self)),
            (5, noted.map(teller.note)),
            (
                6,
                [teller.counts(contact), teller.counts(purchases), teller.ratings(contact.satisfaction)].compactMap(
                    \.self)
            ),
            (7, [profile.cart.map(teller.cart), teller.signs(profile.journey)].compactMap(\.self)),
            (8, profile.outlook.lines.map(teller.outlook)),
        ]
        self.init(
            profile: profile.id, asOf: profile.asOf,
            lines: ranked.flatMap { rank, told in told.map { Line(rank: rank, told: $0) } })
    }
}

/// The sentences of a brief.
private struct BriefTeller {
    /// Words of sources may be any other.
    private static let channels: Set = [
        "phone", "email", "chat", "form", "sms", "messenger", "whatsapp", "social", "video", "store", "chatbot",
        "letter",
    ]

    let today: Day

    func standing(_ standing: VIPStanding) -> ToldText {
        let tier = standing.tier.map { ", tier \($0)" } ?? ""
        let since = standing.since.map { " since \(Wording.monthAndYear($0.day))" } ?? ""
        let priority = ", priority \(standing.priority) of \(VIPQueue.highestPriority)."
        return "\(ours: (standing.vip ? "VIP" : "Not a VIP") + tier + since + priority)"
    }

    func who(_ person: PersonView) -> ToldText? {
        guard let name = person.name else { return nil }
        let greeting = person.greeting.map { "; greet as \(quoted: $0, "greeting")" as ToldText }
        let language = person.language.map { "; language \(ours: $0)" as ToldText }
        return "Customer: \(quoted: name, "name")\(greeting)\(language)\(birthday(person.birthday))."
    }

    private func birthday(_ birthday: BirthdayView?) -> ToldText? {
        guard let birthday, !birthday.date.isPlaceholder, birthday.daysUntil <= 7 else { return nil }
        return birthday.isToday ? "; birthday today" : "; birthday in \(ours: Wording.count(birthday.daysUntil, "day"))"
    }

    func contactNow(_ contact: ContactView) -> ToldText {
        let verdict =
            switch contact.now.verdict {
            case .good: "A good moment to contact the customer."
            case .poor: "Not the best moment to contact the customer."
            case .forbidden: "Do not contact the customer now."
            }
        let preferred = contact.preferredChannel.map { preferred in
            " Preferred channel, \(ours: preferred.basis.rawValue): \(channel(preferred.channel))." as ToldText
        }
        return "\(ours: verdict)\(preferred)"
    }

    func problem(_ problem: RepeatedProblem) -> ToldText {
        let days = max(1, problem.lastAt.day.days(since: problem.firstAt.day))
        let subject: ToldText = "\(quoted: problem.subject, "subject of contacts")"
        return "\(problem.contacts) contacts in \(ours: Wording.count(days, "day")) about \(subject), still open."
    }

    func late(_ late: LateOrder) -> ToldText {
        let others = late.count - 1
        let more = others > 0 ? " So \(others == 1 ? "is another order" : "are \(others) other orders")." : ""
        let days = Wording.count(late.daysLate, "day")
        return "Order \(quoted: late.id, "order number") is \(ours: days) late.\(ours: more)"
    }

    func promise(_ open: PromisesView.Open) -> ToldText {
        let day = open.promise.dueAt?.day ?? open.promise.dueOn
        let due = day.map {
            open.isOverdue ? ", overdue, due \(past($0))" : ", due \(Wording.dayToCome($0, on: today))"
        }
        let text: ToldText = "\(quoted: open.promise.text, "promise, as an agent wrote it")"
        return "Promised to the customer\(ours: due ?? ""): \(text)."
    }

    func open(_ contact: InteractionDigest) -> ToldText { "Open: \(words(contact))." }

    func last(_ contact: InteractionDigest) -> ToldText { "Last contact: \(words(contact))." }

    private func words(_ contact: InteractionDigest) -> ToldText {
        let topic = contact.topic.map { " about \(quoted: $0, "topic of a contact")" as ToldText }
        let order = contact.orderID.map { ", order \(quoted: $0, "order number")" as ToldText }
        let agent = contact.agent.map { ", with \(quoted: $0.name ?? $0.id, "agent")" as ToldText }
        let status = contact.status.map { ", \(ours: $0.rawValue)" as ToldText }
        let direction = contact.direction == .outbound ? ", begun by the company" : ""
        return "\(channel(contact.channel)) \(ours: past(contact.at.day) + direction)\(topic)\(order)\(agent)\(status)"
    }

    func notice(_ notice: NoticeView) -> ToldText {
        "The company says (\(ours: notice.type.rawValue)): \(quoted: notice.text, "notice of the company")."
    }

    func lastOrder(_ order: OrderDigest) -> ToldText {
        let total = order.total.map { ", \(Wording.money($0, order.currency))" } ?? ""
        let expected = order.expectedDelivery.map { ", expected \(Wording.date($0))" } ?? ""
        let details = order.status.rawValue + total + ", placed \(past(order.placedAt.day))" + expected
        return "Last order: \(quoted: order.id, "order number"), \(ours: details)."
    }

    func note(_ contact: InteractionRecord) -> ToldText {
        "On file of the \(channel(contact.channel)) \(ours: past(contact.occurredAt.day)): "
            + "\(quoted: contact.summary ?? "", "what was written of a contact")."
    }

    func counts(_ contact: ContactView) -> ToldText? {
        guard contact.total > 0 else { return "No contact is on file." }
        return "\(ours: Wording.count(contact.total, "contact")), \(contact.last365Days) in the last 365 days."
    }

    func counts(_ purchases: PurchasesView) -> ToldText? {
        guard purchases.orders > 0 else { return "No order is on file." }
        let nets = purchases.totals.compactMap { total in total.net.map { Wording.money($0, total.currency) } }
        let net = nets.isEmpty ? "" : ", \(nets.joined(separator: " and ")) after refunds"
        return "\(ours: Wording.count(purchases.orders, "order") + net)."
    }

    func ratings(_ satisfaction: SatisfactionView) -> ToldText? {
        let told = [
            satisfaction.csat.map { "satisfaction \($0.last) of 5" },
            satisfaction.nps.map { "recommendation \($0.last) of 10" },
        ].compactMap(\.self)
        return told.isEmpty ? nil : "Last ratings: \(ours: told.joined(separator: ", "))."
    }

    func cart(_ cart: CartView) -> ToldText {
        let value = cart.value.flatMap { value in cart.currency.map { Wording.money(value, $0) + ", " } } ?? ""
        let products = Wording.count(cart.items.count, "product")
        return "Cart: \(ours: value + products), changed \(ours: past(cart.updatedAt.day))."
    }

    func signs(_ journey: JourneyView?) -> ToldText? {
        guard let signs = journey?.signs, !signs.isEmpty else { return nil }
        let words = signs.map { $0.name.rawValue.replacing("_", with: " ") }
        return "Signs of trouble: \(ours: words.joined(separator: ", "))."
    }

    func outlook(_ line: FirstScreen.Line) -> ToldText {
        "\(ours: line.text)\(ours: line.detail.map { ", \($0)" } ?? "")."
    }

    private func channel(_ word: String) -> ToldText {
        Self.channels.contains(word) ? "\(ours: word)" : "\(quoted: word, "channel")"
    }

    private func past(_ day: Day) -> String {
        today.days(since: day) > 1 ? "on \(Wording.date(day))" : Wording.pastDay(day, on: today)
    }
}
