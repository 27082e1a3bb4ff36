import ArgumentParser
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn what customers do, and show how well it is known.",
        discussion: """
            Models of orders, spend and contacts are fitted to what happened up to 91 days ago, and judged beside \
            plain baselines by the days since. Profiles show the outlook that follows. Suggestions of products are \
            learned from orders, and judged by last baskets. A server learns by itself, once a day and after many \
            changes; while it runs on the database, use POST /v1/outlook/learn.
            """)

    @OptionGroup var options: DeploymentOptions

    @Flag(help: "Tell the figures as JSON.")
    var json = false

    func run() async throws {
        let installation = try await Installation(try await options.load())
        let begun = ContinuousClock.now
        let learned = try await installation.service.learnOutlook()
        await installation.store.close()
        if json {
            var writer = JSONWriter()
            writer.learnedOutlook(learned)
            Console.show(writer.bytes)
        } else {
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            let report = OutlookReport(evaluation: learned.evaluation, until: learned.until, seconds: seconds)
            Console.show(Array(report.text.utf8))
            if let suggestions = installation.service.learnedSuggestions {
                Console.show(Array(("\n" + BasketReport(evaluation: suggestions.evaluation).text).utf8))
            }
        }
    }
}
