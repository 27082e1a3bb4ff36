import Foundation
import ProfileCore
import ProfileService
import ProfileWire

/// All that was learned together, for people and for scripts.
struct LearnedReport: FigureReport {
    private static let topicsShown = 10

    let outlook: LearnedOutlook
    let suggestions: LearnedSuggestions?
    let handling: LearnedHandling?
    let invitations: LearnedInvitations?
    /// How long learning took.
    let seconds: Double

    /// As it is in force on a service.
    init(_ outlook: LearnedOutlook, of service: ProfileService, seconds: Double) {
        self.outlook = outlook
        self.seconds = seconds
        suggestions = service.learnedSuggestions
        handling = service.learnedHandling
        invitations = service.learnedInvitations
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.learned(outlook, suggestions, handling, invitations)
        return json.bytes
    }

    var text: String {
        let forecast = OutlookReport(evaluation: outlook.evaluation, until: outlook.until, seconds: seconds).text
        let others = [
            suggestions.map { ("Suggestions", BasketReport(evaluation: $0.evaluation).text) },
            handling.map { ("Handling", Self.text($0)) },
            invitations.map { ("Invitations", Self.text($0.evaluation)) },
        ]
        return ([forecast] + others.compactMap(\.self).map { "\($0)\n\($1)" }).joined(separator: "\n\n")
    }

    private static func text(_ handling: LearnedHandling) -> String {
        let all = handling.overall
        guard let share = all.share else { return "No contact tells yet who solves what." }
        var lines = [
            """
            \(Wording.count(all.contacts, "contact")) of \(Wording.count(handling.customers, "customer")) about \
            \(Wording.count(handling.topics.count, "topic")); \
            \(all.solved) solved at once, a share of \(fixed(share, 4)).
            """
        ]
        guard !handling.topics.isEmpty else { return lines[0] }
        lines.append(row("", ["contacts", "solved", "from", "to"]))
        for topic in handling.topics.prefix(topicsShown) {
            let (count, interval) = (topic.all, topic.all.interval)
            let figures = [count.share, interval.lowerBound, interval.upperBound].map { figure in
                count.isEnough ? figure.map { fixed($0, 4) } ?? "-" : "too few"
            }
            lines.append(row(topic.name, ["\(count.contacts)"] + figures))
        }
        let more = handling.topics.count - topicsShown
        return (lines + (more > 0 ? ["  and \(more) more"] : [])).joined(separator: "\n")
    }

    private static func text(_ evaluation: UpliftEvaluation) -> String {
        var lines = [
            Wording.count(evaluation.people, "person", "people")
                + " of whom it is known what came of an invitation, or of none."
        ]
        if !evaluation.rows.isEmpty {
            lines.append(row("", ["Qini area", "std. error", "per treated"]))
            lines += evaluation.rows.map { line in
                row(line.basis.words, [line.area, line.standardError, line.areaPerTreated].map { fixed($0, 4) })
            }
        }
        return (lines + ["served: \(evaluation.served.words), since \(evaluation.reason)"]).joined(separator: "\n")
    }
}
