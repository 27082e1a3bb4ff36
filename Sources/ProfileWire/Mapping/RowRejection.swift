/// Why rows did not become a record: what is wrong, and in which lines and columns.
package struct RowRejection: Error, Hashable, Sendable {
    package struct Placed: Hashable, Sendable {
        package let line: Int
        /// Empty when no column is mapped to the member.
        package let columns: [String]
        package let problem: WireProblem

        package init(line: Int, columns: [String], problem: WireProblem) {
            self.line = line
            self.columns = columns
            self.problem = problem
        }

        /// `column "InvoiceDate" (placed_at): a date written as …`, without any value of the file.
        package var sentence: String {
            let member = problem.pointer.dropFirst().replacing("/", with: ".")
            let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            switch (columns.isEmpty, member.isEmpty) {
            case (false, false): return "column \(names) (\(member)): \(problem.detail)"
            case (false, true): return "column \(names): \(problem.detail)"
            case (true, false): return "\(member): \(problem.detail)"
            case (true, true): return problem.detail
            }
        }
    }

    /// Never empty.
    package let problems: [Placed]

    package init(problems: [Placed]) {
        self.problems = problems
    }
}
