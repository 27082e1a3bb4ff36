/// Which traces are told of, as `OTEL_TRACES_SAMPLER` names it.
package struct Sampler: Hashable, Sendable {
    enum Choice: Hashable, Sendable {
        case all, none
        case share(Double)
    }

    /// Whether a trace that comes from elsewhere is told of as it was decided there.
    let asksParent: Bool
    /// What holds for the others.
    let choice: Choice

    package static let standard = Sampler(asksParent: true, choice: .all)

    /// Nil for a name that OpenTelemetry does not know, and for a share that is none. Without a share it is 1.
    package init?(name: String, argument: String?) {
        let prefix = "parentbased_"
        let share = argument.map { Double($0) } ?? 1
        guard let share, (0...1).contains(share) else { return nil }
        switch name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name {
        case "always_on": choice = .all
        case "always_off": choice = .none
        case "traceidratio": choice = .share(share)
        default: return nil
        }
        asksParent = name.hasPrefix(prefix)
    }

    private init(asksParent: Bool, choice: Choice) {
        (self.asksParent, self.choice) = (asksParent, choice)
    }

    /// Every service that takes part in a trace decides alike, as the id decides.
    func samples(_ trace: TraceID, _ parent: TraceParent?) -> Bool {
        if asksParent, let parent { return parent.isSampled }
        return switch choice {
        case .all: true
        case .none: false
        case .share(let share): Double(trace.low >> 1) < share * 0x1p63
        }
    }
}
