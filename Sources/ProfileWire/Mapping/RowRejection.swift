/// Where something comes from: cells of a table's row, or members of a JSON document.
struct RowOrigin: Hashable, Sendable {
    private(set) var line: Int
    private(set) var columns: [String] = []
    private(set) var pointers: [String] = []

    init(line: Int, columns: [String] = [], pointers: [String] = []) {
        (self.line, self.columns, self.pointers) = (line, columns, pointers)
    }

    mutating func add(_ other: RowOrigin) {
        for column in other.columns where !columns.contains(column) { columns.append(column) }
        for pointer in other.pointers where pointers.count < Findings.limit && !pointers.contains(pointer) {
            pointers.append(pointer)
        }
    }
}

/// Why rows did not become a record: what is wrong, and in which lines and columns.
package struct RowRejection: Error, Hashable, Sendable {
    package struct Placed: Hashable, Sendable {
        /// The number of the line, or of the element of an array, from 1.
        package let line: Int
        /// Of a table; empty when no column is mapped to the member.
        package let columns: [String]
        /// Of a JSON document: where in it the value stands; empty when nothing is mapped to the member.
        package let pointers: [String]
        package let problem: WireProblem

        package init(line: Int, problem: WireProblem) {
            self.init(problem, RowOrigin(line: line))
        }

        init(_ problem: WireProblem, _ origin: RowOrigin) {
            (line, columns, pointers) = (origin.line, origin.columns, origin.pointers)
            self.problem = problem
        }

        /// `column "InvoiceDate" (placed_at): a date written as …`, without any value of the file; of JSON with the
        /// place `/invoice/date` instead.
        package var sentence: String {
            let path = String(problem.pointer.dropFirst().replacing("/", with: "."))
            // A name with a blank at its ends, or without any sign, reads as none.
            let isPlain = problem.pointer.isEmpty || !path.isEmpty && path == CleanText.clean(path)
            let member = isPlain ? path : "\"\(path)\""
            let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            let origin = columns.isEmpty ? pointers.filter { !$0.isEmpty }.joined(separator: ", ") : "column \(names)"
            let place = [origin, origin.isEmpty || member.isEmpty ? member : "(\(member))"]
                .filter { !$0.isEmpty }.joined(separator: " ")
            return place.isEmpty ? problem.detail : "\(place): \(problem.detail)"
        }
    }

    /// Never empty.
    package let problems: [Placed]

    package init(problems: [Placed]) {
        self.problems = problems
    }
}
