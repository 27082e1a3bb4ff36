import ArgumentParser
import ProfileService
import ProfileStore

struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn what customers do, and show how well it is known.",
        discussion: """
            Models of orders, spend and contacts are fitted to what happened up to 91 days ago, and judged beside \
            plain baselines by the days since. Profiles show the outlook that follows. Suggestions of products are \
            learned from orders, and judged by last baskets; who solves what at once, from contacts; whom an \
            invitation helps, from what came of those who were invited and those who were held out. A server learns by \
            itself, once a day and after many changes; while it runs on the database, use POST /v1/outlook/learn.
            """)

    @OptionGroup var options: DeploymentOptions

    @Flag(help: "Tell the figures as JSON.")
    var json = false

    func run() async throws {
        let installation = try await Installation(try await options.load())
        let begun = ContinuousClock.now
        let learned = try await installation.service.learnOutlook()
        await installation.store.close()
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        let report = LearnedReport(learned, of: installation.service, seconds: seconds)
        Console.show(json ? report.json : Array(report.text.utf8))
    }
}
