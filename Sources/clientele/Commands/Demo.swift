import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileService
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
            for line in shop.assortment { Console.show(line) }
            for line in shop { Console.show(line) }
            return
        }
        let deployment = try await options.load()
        let installation = try await Installation(deployment, makesStore: true)
        var loader = RecordLoader(service: installation.service, decoding: shopDecoding(deployment.decoding))
        var progress = ProgressLine("Loading", unit: "records")
        for line in shop.assortment { try await loader.take(line) }
        for line in shop {
            try await loader.take(line)
            progress.advance(to: loader.tally.total)
        }
        try await loader.finish()
        try await invite(shop, in: installation.store)
        await installation.store.close()
        progress.finish(at: loader.tally.total)
        Console.show(loader.tally.description)
    }

    /// Draws enough arms to show an effect. People with an arm keep it, and erased people get none.
    private func invite(_ shop: SampleShop, in store: any Installation.Store) async throws {
        for (identifier, assignment) in shop.arms.prefix(2_000) {
            let reference = ProfileReference.identifier(identifier)
            guard let found = try await store.profiles([reference])[reference], found.count == 1 else { continue }
            let change = AssignmentChange(identifier, assignment)
            _ = try await store.changeAssignments(of: [identifier], in: found[0].id) {
                ($0.isEmpty ? change : nil, ())
            }
        }
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

/// Feeds NDJSON lines to the service in batches.
struct RecordLoader {
    private static let batchSize = 1000

    private let service: ProfileService
    private let decoding: DecodingContext
    private var batch: [SourceRecord] = []
    private(set) var tally = LoadTally()

    init(service: ProfileService, decoding: DecodingContext) {
        self.service = service
        self.decoding = decoding
    }

    mutating func take(_ line: [UInt8]) async throws {
        var context = decoding
        context.arrivedAt = .now
        switch RecordDecoder(context).decode(line: line) {
        case .success(let decoded): batch.append(decoded.record)
        case .failure: tally.rejected += 1
        }
        if batch.count >= Self.batchSize { try await flush() }
    }

    mutating func finish() async throws {
        try await flush()
    }

    private mutating func flush() async throws {
        guard !batch.isEmpty else { return }
        do {
            for verdict in try await service.ingest(batch) { tally.count(verdict) }
        } catch {
            Console.complain("the store refused a batch: \(error)")
            throw ExitCode(1)
        }
        batch.removeAll(keepingCapacity: true)
    }
}

/// What became of the records that were loaded.
struct LoadTally: CustomStringConvertible {
    private(set) var accepted = 0
    private(set) var unchanged = 0
    private(set) var stale = 0
    private(set) var suppressed = 0
    var rejected = 0

    var total: Int { accepted + unchanged + stale + suppressed + rejected }

    mutating func count(_ verdict: IngestVerdict) {
        switch verdict.status {
        case .accepted: accepted += 1
        case .unchanged: unchanged += 1
        case .stale: stale += 1
        case .suppressed: suppressed += 1
        case .refused: rejected += 1
        }
    }

    var description: String {
        "\(accepted) accepted, \(unchanged) unchanged, \(stale) stale, \(suppressed) suppressed, \(rejected) rejected"
    }
}
