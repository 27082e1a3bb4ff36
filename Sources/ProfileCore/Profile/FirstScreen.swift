/// What an agent needs of a customer in the first five seconds, in lines of plain English, for desks that show text.
package struct FirstScreen: Hashable, Sendable {
    /// A line, with smaller words below it.
    package struct Line: Hashable, Sendable {
        package let text: String
        package let detail: String?

        init(_ text: String, _ details: String?...) {
            self.text = text
            let told = details.compactMap(\.self)
            detail = told.isEmpty ? nil : told.joined(separator: ", ")
        }
    }

    package struct Part: Hashable, Sendable {
        package let title: String
        /// Never empty.
        package let lines: [Line]
    }

    /// How many entries of a list are shown.
    static let listed = 3

    package let who: Line
    package let parts: [Part]

    package init(_ profile: Profile) {
        let today = profile.asOf.day
        who = Line(
            profile.person.name ?? "Name not known", profile.person.greeting.map { "say “\($0)”" },
            profile.person.address?.city)
        parts = [
            Part(title: "What matters now", lines: profile.headlines.map { Line($0) }),
            Part(title: "Notices", lines: Self.lines(of: profile.catalogue.notices) { $0.line }),
            Part(title: "VIP and why", lines: profile.vip.lines),
            Part(title: "Contact now", lines: [profile.contact.now.line]),
            Part(title: "Promises", lines: Self.lines(of: profile.promises?.open ?? []) { $0.line(today) }),
            Part(title: "Open problems", lines: Self.lines(of: profile.contact.open) { $0.problem(today) }),
            Part(title: "Last contact", lines: profile.contact.last.map { [$0.contact(today)] } ?? []),
            Part(title: "Last order", lines: profile.purchases.recent.prefix(1).map { $0.line(today) }),
            Part(title: "Cart", lines: profile.cart.map { [$0.line(today)] } ?? []),
            Part(title: "To expect", lines: profile.outlook.lines),
        ].filter { !$0.lines.isEmpty }
    }

    /// The first entries of a list, and how many more there are.
    fileprivate static func lines<Element>(of list: [Element], _ line: (Element) -> Line) -> [Line] {
        let more = list.count - listed
        return list.prefix(listed).map(line) + (more > 0 ? [Line("and \(more) more")] : [])
    }
}

extension NoticeView {
    fileprivate var line: FirstScreen.Line {
        .init("\(Wording.capitalised(type.rawValue)): \(text)", reason, replacedBy.map { "replaced by \($0)" })
    }
}

extension VIPStanding {
    fileprivate var lines: [FirstScreen.Line] {
        let name = tier.map(Wording.capitalised)
        let standing = vip ? "VIP" + (name.map { " · \($0)" } ?? "") : name ?? "Not a VIP"
        let since = since.map { "since \(Wording.monthAndYear($0.day))" }
        let byHand = self.override.map { FirstScreen.Line("Set by hand by \($0.setBy)", $0.reason) }
        return [.init(standing, "priority \(priority)", since)] + [byHand].compactMap(\.self)
            + FirstScreen.lines(of: reasons) { .init($0) }
    }
}

extension ContactNowView {
    fileprivate var line: FirstScreen.Line {
        switch verdict {
        case .good: .init("Good moment", reason)
        case .poor: .init("Not the best moment", reason)
        case .forbidden: .init("Do not contact now", reason)
        }
    }
}

extension PromisesView.Open {
    fileprivate func line(_ today: Day) -> FirstScreen.Line {
        let day = promise.dueAt?.day ?? promise.dueOn
        let due = day.map { isOverdue ? Wording.pastDay($0, on: today) : Wording.dayToCome($0, on: today) }
        return .init(
            promise.text, due.map { isOverdue ? "overdue, due \($0)" : "due \($0)" },
            promise.orderID.map { "order \($0)" }, (promise.agent?.name ?? promise.agent?.id).map { "by \($0)" })
    }
}

extension InteractionDigest {
    fileprivate func problem(_ today: Day) -> FirstScreen.Line {
        .init(
            topic ?? channel, topic.map { _ in channel }, Wording.pastDay(at.day, on: today),
            orderID.map { "order \($0)" })
    }

    fileprivate func contact(_ today: Day) -> FirstScreen.Line {
        .init(
            "\(channel), \(Wording.pastDay(at.day, on: today))", topic, status?.rawValue,
            (agent?.name ?? agent?.id).map { "with \($0)" })
    }
}

extension OrderDigest {
    fileprivate func line(_ today: Day) -> FirstScreen.Line {
        .init(
            id + (total.map { " · \(Wording.money($0, currency))" } ?? ""), status.rawValue,
            "placed \(Wording.pastDay(placedAt.day, on: today))",
            expectedDelivery.map { "expected \(Wording.date($0))" })
    }
}

extension OutlookView {
    /// In our words alone.
    var lines: [FirstScreen.Line] {
        if let withheld { return [.init("Withheld", withheld)] }
        let next = nextOrder.map { next in
            FirstScreen.Line(
                next.isOverdue
                    ? "Next order overdue since \(Wording.date(next.overdueFrom))"
                    : "Next order usual on \(Wording.date(next.on))", "every \(Wording.count(next.days, "day"))")
        }
        let money = spend?.money.flatMap { money in currency.map { Wording.money(money, $0) } }
        let orders = orders?.value.map { value in
            FirstScreen.Line(
                "\(Wording.tenths(value)) orders in \(LearnedOutlook.days) days", money,
                orderChance?.value.map { "\(Int(($0 * 100).rounded())) % chance of one" })
        }
        return [next, orders].compactMap(\.self)
    }
}

extension CartView {
    fileprivate func line(_ today: Day) -> FirstScreen.Line {
        let value = value.flatMap { value in currency.map { Wording.money(value, $0) } }
        let names = FirstScreen.lines(of: items) { .init($0.name ?? $0.sku) }.map(\.text)
        let count = Wording.count(items.count, "product")
        return .init(
            value ?? count, value == nil ? nil : count, names.joined(separator: ", "),
            Wording.pastDay(updatedAt.day, on: today))
    }
}
