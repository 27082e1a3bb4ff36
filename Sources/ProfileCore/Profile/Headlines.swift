/// The few sentences an agent should read first, the most useful first.
enum Headlines {
    static let limit = 5

    /// A cart older than this was left behind.
    static let cartDays = 30

    static func derive(
        summary: ProfileSummary, attention: Attention, standing: VIPStanding, birthday: BirthdayView?,
        localDay: Day, cart: CartView?, today: Day
    ) -> [String] {
        let sentences = [
            attention.problem?.sentence,
            tier(standing),
            attention.lateOrder?.sentence,
            birthday.flatMap { self.birthday($0, on: localDay) },
            firstContact(summary, today: today),
            attention.rating?.sentence,
            cart.flatMap { self.cart($0, today: today) },
        ]
        return Array(sentences.compactMap(\.self).prefix(limit))
    }

    private static func tier(_ standing: VIPStanding) -> String? {
        standing.tier.map { tier in
            let since = standing.since.map { " since \(Wording.monthAndYear($0.day))" } ?? ""
            return "\(Wording.capitalised(tier)) customer\(since)"
        }
    }

    private static func birthday(_ birthday: BirthdayView, on today: Day) -> String? {
        guard !birthday.date.isPlaceholder else { return nil }
        return switch birthday.daysUntil {
        case 0: "Birthday today"
        case 1: "Birthday tomorrow"
        case 2...6: "Birthday on \(Wording.weekday(today.advanced(by: birthday.daysUntil).weekday))"
        case 7: "Birthday in a week"
        default: nil
        }
    }

    /// The contact an agent is in may already be on file.
    private static func firstContact(_ summary: ProfileSummary, today: Day) -> String? {
        let contacts = summary.contact.traffic.span
        guard contacts == nil || (contacts?.count == 1 && contacts?.last.day == today) else { return nil }
        let since = summary.purchases.span.map { ", customer since \(Wording.monthAndYear($0.first.day))" } ?? ""
        return "First contact" + since
    }

    private static func cart(_ cart: CartView, today: Day) -> String? {
        guard today.days(since: cart.updatedAt.day) <= cartDays else { return nil }
        let since = Wording.pastDay(cart.updatedAt.day, on: today)
        guard let value = cart.value, let currency = cart.currency else {
            return "Cart of \(Wording.count(cart.items.count, "product")) since \(since)"
        }
        return "Cart of \(Wording.money(value, currency)) since \(since)"
    }
}
