import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import SampleShop

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a sample shop and load it.",
        discussion: "The same seed within the same hour makes the same shop. It goes in the way every record does.")

    @OptionGroup var options: DeploymentOptions

    @Option(help: "How many people.")
    var people = 2000

    @Option(help: "Another seed makes another shop.")
    var seed: UInt64 = 1

    @Flag(help: "Write the records to standard output as NDJSON instead of loading them.")
    var print = false

    func validate() throws {
        guard (1...1_000_000).contains(people) else { throw ValidationError("--people must be from 1 to 1000000") }
    }

    func run() async throws {
        let now = Timestamp.now.beginningOfHour
        let shop = SampleShop(seed: seed, people: people, today: now.day, now: now)
        if print {
            for line in shop { Console.show(line) }
            return
        }
        let deployment = try await options.load()
        let installation = try await Installation(deployment)
        var loader = RecordLoader(service: installation.service, decoding: shopDecoding(deployment.decoding))
        var progress = ProgressLine("Loading", unit: "records")
        for line in shop {
            try await loader.take(line)
            progress.advance(to: loader.tally.total)
        }
        try await loader.finish()
        await installation.store.close()
        progress.finish(at: loader.tally.total)
        Console.show(loader.tally.description)
    }

    /// The shop writes its phone numbers the national way; which country that is, the operator need not say.
    private func shopDecoding(_ decoding: DecodingContext) -> DecodingContext {
        var sources = decoding.sources
        for name in SampleShop.phoneSources where sources[name]?.phoneRegion == nil {
            sources[name] = DecodingContext.SourceSettings(
                phoneRegion: SampleShop.phoneRegion, timeZone: sources[name]?.timeZone)
        }
        return DecodingContext(
            arrivedAt: decoding.arrivedAt, sources: sources,
            acceptsUndeclaredSources: decoding.acceptsUndeclaredSources, defaultCurrency: decoding.defaultCurrency,
            normalizer: decoding.normalizer)
    }
}

extension Timestamp {
    fileprivate var beginningOfHour: Timestamp {
        Timestamp(milliseconds: milliseconds - milliseconds % 3_600_000)
    }
}
