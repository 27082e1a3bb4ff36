import ArgumentParser
import ProfileCore
import ProfileWire

extension Evaluate {
    struct Invitations: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge whom it is told that an invitation, or any other treatment, helps.",
            discussion: """
                Files are CSV, also packed with gzip; - is standard input. Each row is a person: how they were \
                treated, what was known of them before, and what came of it. Who was treated must have been drawn by \
                lot. Two logistic regressions, of those who were treated and of those who were not, are judged on ten \
                splits by the area under the Qini curve, beside a plain rule.

                Columns are named by options, or in a YAML file by the same words:

                  {arm: segment, treated: Womens E-Mail, control: No E-Mail, outcome: visit, \
                features: [recency, history, womens], rule: womens}

                Exit code 0 when there are figures, 1 when there is nothing to judge, 64 for a wrong option.
                """)

        @Argument(help: "CSV files.")
        var files: [String]

        @Option(name: .shortAndLong, help: "A YAML file that names the columns.")
        var mapping: String?

        @Option(help: "The column that says how somebody was treated.")
        var arm: String?

        @Option(help: "The word of that column for those who were treated.")
        var treated: String?

        @Option(help: "The word of that column for those who were not. Rows with other words are passed over.")
        var control: String?

        @Option(help: "The column that says whether it happened: a number above zero, yes or true.")
        var outcome: String?

        @Option(help: "The columns to learn from, separated by commas. Words are taken one by one.")
        var features: String?

        @Option(help: "The column of numbers that ranks people by a plain rule. (default: nobody before anybody)")
        var rule: String?

        @Option(help: "How many parts of the people judge in turn.")
        var splits = UpliftEvaluation.standardSplits

        @Flag(help: "Tell the figures as JSON.")
        var json = false

        func validate() throws {
            if !(2...100).contains(splits) { throw ValidationError("--splits must be from 2 to 100") }
            if mapping == nil, named == nil {
                throw ValidationError(
                    "say with --arm, --treated, --control, --outcome and --features which column is which, each once, "
                        + "or in a file with --mapping")
            }
            if mapping != nil, [arm, treated, control, outcome, features, rule].contains(where: { $0 != nil }) {
                throw ValidationError("columns are named by --mapping or by options, not by both")
            }
        }

        func run() async throws {
            try await Evaluate.showing {
                let report = try evaluate()
                return json ? report.json : Array(report.text.utf8)
            }
        }

        private var named: VisitMapping? {
            VisitMapping(
                arm: arm, treated: treated, control: control, outcome: outcome,
                features: features?.split(separator: ",").map(String.init) ?? [], rule: rule)
        }

        private func evaluate() throws(ImportFailure) -> InvitationReport {
            let mapping: VisitMapping? = if let mapping { try MappingFile.visits(path: mapping) } else { named }
            guard let mapping else { throw ImportFailure("no columns are named") }
            var table = VisitTable(mapping)
            for path in files { try table.read(path) }
            let begun = ContinuousClock.now
            let evaluation = UpliftEvaluation(try table.cases(), splits: splits)
            guard !evaluation.rows.isEmpty else {
                throw ImportFailure("both \(mapping.treated) and \(mapping.control) need people to judge by")
            }
            return InvitationReport(
                evaluation: evaluation, mapping: mapping, treated: table.arm(true), control: table.arm(false),
                passedOver: table.passedOver, rejected: table.rejected,
                seconds: (ContinuousClock.now - begun) / .seconds(1))
        }
    }
}

extension VisitTable {
    fileprivate func arm(_ isTreated: Bool) -> (people: Int, outcomes: Int) {
        let rows = treated.indices.filter { treated[$0] == isTreated }
        return (rows.count, rows.count { outcomes[$0] })
    }
}
