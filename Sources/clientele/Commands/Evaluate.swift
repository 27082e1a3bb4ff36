import ArgumentParser
import CMalloc
import Foundation
import ProfileCore
import ProfileHTTP
import ProfileWire

struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge what the service would expect of customers by a shop's own past.",
        discussion: "Learns from files up to a day, and compares with what came after it. Nothing is written.",
        subcommands: [Outlook.self])

    struct Outlook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge expected orders, spend and contacts.",
            discussion: """
                Files are read as clientele import reads them: CSV with a mapping, NDJSON, both also packed with gzip; \
                - is standard input. Models are fitted to what happened up to the day, and stand beside plain \
                baselines, judged by the days after it. A model that does not beat all of its baselines would not be \
                served.

                Exit code 0 when there are figures, 1 when there is nothing to judge, 64 for options that do not go \
                together.
                """)

        @Argument(help: "CSV or NDJSON files.")
        var files: [String]

        @Option(name: .shortAndLong, help: "A YAML file that says how the columns of CSV files map to members.")
        var mapping: String?

        @Option(
            help: ArgumentHelp(
                "The last day that models may know. (default: 90 days before the last order)", valueName: "YYYY-MM-DD"))
        var until: Day?

        @Option(help: "How many days after it count, at most all up to the last order, which is the default.")
        var days: Int?

        @Option(help: "A YAML file with settings. [environment: CLIENTELE_CONFIG]")
        var config: String?

        @Option(help: "The folder for temporary files. (default: TMPDIR, or /tmp)")
        var temp: String?

        @Flag(help: "Tell the figures as JSON.")
        var json = false

        func validate() throws {
            if let days, !(1...3_650).contains(days) { throw ValidationError("--days must be from 1 to 3650") }
        }

        func run() async throws {
            // The allocator keeps eight arenas for each processor otherwise, each with what a batch once took.
            mallopt(M_ARENA_MAX, Int32(max(2, ProcessInfo.processInfo.activeProcessorCount)))
            do {
                let report = try await evaluate()
                Console.show(json ? report.json : Array(report.text.utf8))
            } catch let failure as ImportFailure {
                Console.clearLine()
                Console.complain(failure.description)
                throw ExitCode(1)
            } catch let failure as DeploymentError {
                Console.complain(failure.description)
                throw ExitCode(78)
            }
        }

        private func evaluate() async throws -> OutlookReport {
            let deployment = try await Deployment.load(
                configPath: config, environment: ProcessInfo.processInfo.environment)
            let notes = ImportNotes(keepingRejects: false)
            var target = OutlookTarget(deployment, at: .now)
            try await read(into: &target, notes)
            if let sentence = Self.sentence(about: notes.summary) { Console.complain(sentence) }
            let span = try span(of: target)
            let (cases, contacts) = target.customers(until: span.until, days: span.days)
            guard !cases.isEmpty || !contacts.isEmpty else {
                throw ImportFailure("nobody had bought anything or got in touch by that day")
            }
            let begun = ContinuousClock.now
            let models = OutlookModels(cases, contacts: contacts)
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            return OutlookReport(
                evaluation: OutlookEvaluation(models, cases, contacts: contacts, days: span.days), until: span.until,
                seconds: seconds)
        }

        /// Nil when all records were taken.
        private static func sentence(about summary: ImportSummary) -> String? {
            guard summary.rejected > 0 else { return nil }
            let reasons = summary.rejections.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
            let examples = reasons.map { "\($0.value) x \($0.key)" }.joined(separator: ", ")
            return "\(summary.rejected) records were rejected: \(examples)"
        }

        private func read(into target: inout OutlookTarget, _ notes: ImportNotes) async throws(ImportFailure) {
            let folder = temp ?? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
            try Preparation.check(files: files, rejects: folder, temporary: folder)
            let mapping: MappingFile? = if let mapping { try MappingFile(path: mapping) } else { nil }
            let today = Timestamp.now.day
            Interruption.listen()
            for path in files {
                try await FileImport(
                    path: path, mapping: mapping, rejectPath: "", today: today,
                    groups: RowGroups(folder: folder, capacity: 64 << 20), notes: notes, isQuiet: json,
                    takesRecordsOnly: true
                ).run(into: &target)
            }
        }

        /// What lies ahead of today has not happened.
        private func span(of target: OutlookTarget) throws(ImportFailure) -> (until: Day, days: Int) {
            guard let last = target.lastDay else { throw ImportFailure("the files hold no order and no contact") }
            let end = min(last, Timestamp.now.day)
            let until = self.until ?? end.advanced(by: -90)
            let days = min(self.days ?? .max, end.days(since: until))
            guard days > 0 else { throw ImportFailure("there is no order and no contact after that day to judge by") }
            return (until, days)
        }
    }
}

extension Day: ExpressibleByArgument {
    /// `YYYY-MM-DD`.
    package init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard argument.utf8.count == 10, parts.count == 3,
            let year = parts[0], let month = parts[1], let day = parts[2],
            let found = Day(year: year, month: month, day: day)
        else { return nil }
        self = found
    }
}
