import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileWire

struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge what the service would expect of customers by a shop's own past.",
        discussion: "Learns from files up to a day, and compares with what came after it. Nothing is written.",
        subcommands: [Outlook.self, Baskets.self, Invitations.self])

    struct Outlook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge expected orders, spend and contacts.",
            discussion: """
                Files are read as clientele import reads them: CSV with a mapping, NDJSON, both also packed with gzip; \
                - is standard input. Models are fitted to what happened up to the day, and stand beside plain \
                baselines, judged by the days after it. A model that does not beat all of its baselines would not be \
                served.

                Exit code 0 when there are figures, 1 when there is nothing to judge, 64 for a wrong option, 78 for \
                wrong settings.
                """)

        @OptionGroup var input: FileOptions

        @Option(
            help: ArgumentHelp(
                "The last day that models may know. (default: 90 days before the last order or contact)",
                valueName: "YYYY-MM-DD"))
        var until: Day?

        @Option(help: "How many days after it judge; by default all up to the last order or contact.")
        var days: Int?

        @OptionGroup var settings: SettingsOptions

        @Flag(help: "Tell the figures as JSON.")
        var json = false

        func validate() throws {
            if let days, !(1...3_650).contains(days) { throw ValidationError("--days must be from 1 to 3650") }
        }

        func run() async throws {
            try await input.showing {
                let report = try await evaluate()
                return json ? report.json : Array(report.text.utf8)
            }
        }

        private func evaluate() async throws -> OutlookReport {
            let notes = ImportNotes()
            var target = OutlookTarget(try await settings.load(), at: .now)
            try await input.read(into: &target, notes, isQuiet: json)
            let span = try span(of: target)
            let (cases, contacts) = target.customers(until: span.until, days: span.days)
            guard !cases.isEmpty || !contacts.isEmpty else {
                throw ImportFailure("nobody bought anything or got in touch up to that day")
            }
            let begun = ContinuousClock.now
            let models = OutlookModels(cases, contacts: contacts)
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            return OutlookReport(
                evaluation: OutlookEvaluation(models, cases, contacts: contacts, days: span.days), until: span.until,
                seconds: seconds)
        }

        /// Future days cannot judge, so the span ends today at the latest.
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

extension Evaluate {
    struct Baskets: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge what is suggested for the next basket.",
            discussion: """
                Files are read as clientele import reads them: CSV with a mapping, NDJSON, both also packed with gzip; \
                - is standard input. What a customer bought on one day is a basket. Of everybody with three baskets or \
                more the last one is held out, and ten products are told of it: by those with like baskets, by the \
                customer's own frequency, and by what is most popular. What would be served is chosen by the basket \
                before it.

                Exit code 0 when there are figures, 1 when there is nothing to judge, 64 for a wrong option, 78 for \
                wrong settings.
                """)

        @OptionGroup var input: FileOptions

        @OptionGroup var settings: SettingsOptions

        @Flag(help: "Tell the figures as JSON.")
        var json = false

        func run() async throws {
            try await input.showing {
                let report = try await evaluate()
                return json ? report.json : Array(report.text.utf8)
            }
        }

        private func evaluate() async throws -> BasketReport {
            let notes = ImportNotes()
            var target = BasketTarget(try await settings.load(), at: .now)
            try await input.read(into: &target, notes, isQuiet: json)
            let histories = target.histories()
            let begun = ContinuousClock.now
            let evaluation = BasketEvaluation(histories)
            guard evaluation.judged > 0 else {
                throw ImportFailure("nobody bought products with a sku on three days or more")
            }
            return BasketReport(evaluation: evaluation, seconds: (ContinuousClock.now - begun) / .seconds(1))
        }
    }
}

extension Evaluate {
    /// Shows what `report` makes of files, or what is wrong with them.
    static func showing(_ report: () async throws -> [UInt8]) async throws {
        do {
            Console.show(try await report())
        } catch let failure as ImportFailure {
            Console.clearLine()
            Console.complain(failure.description)
            throw ExitCode(1)
        }
    }
}

extension FileOptions {
    fileprivate func showing(_ report: () async throws -> [UInt8]) async throws {
        limitArenas()
        try await Evaluate.showing(report)
    }

    fileprivate func read(
        into target: inout some RecordTarget, _ notes: ImportNotes, isQuiet: Bool
    ) async throws(ImportFailure) {
        let folder = temporaryFolder
        try Preparation.check(files: files, rejects: nil, temporary: folder, putsAside: false)
        let mapping = try readMapping()
        let today = Timestamp.now.day
        Interruption.listen()
        for path in files {
            try await FileImport(
                path: path, mapping: mapping, rejectPath: nil, today: today,
                grouping: RowGrouping(folder: folder, capacity: 64 << 20), notes: notes, isQuiet: isQuiet,
                takesRecordsOnly: true
            ).run(into: &target)
        }
        try Interruption.check(target.aftermath)
        if let sentence = notes.summary.rejectedSentence { Console.complain(sentence) }
    }
}

extension Day: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(text: argument)
    }
}
