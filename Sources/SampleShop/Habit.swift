/// How and when somebody likes to get in touch.
struct Habit: Sendable {
    static let channels =
        ["email", "email", "email", "phone", "phone", "phone", "chat", "chat", "whatsapp", "form", "store", "social"]

    let channel: String
    /// The local hour from which most contacts happen, for three hours.
    let fromHour: Int
    let onWeekends: Bool

    init(_ die: inout Die) {
        channel = die.pick(Self.channels)
        fromHour = die.pick([8, 9, 10, 11, 12, 14, 16, 17, 18, 18])
        onWeekends = die.chance(15)
    }

    init(channel: String, fromHour: Int) {
        self.channel = channel
        self.fromHour = fromHour
        onWeekends = false
    }

    func nextChannel(_ die: inout Die) -> String {
        die.chance(65) ? channel : die.pick(Self.channels)
    }

    /// A local second of the day: mostly inside the habit, always while people are awake.
    func second(_ die: inout Die) -> Int {
        let hour = die.chance(72) ? die.roll(fromHour...fromHour + 2) : die.roll(8...20)
        return hour * 3600 + die.roll(0...3599)
    }
}
