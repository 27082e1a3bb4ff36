/// What the first documents of a file of JSON hold, as rows of a table with a column for each path to a plain value.
///
/// Of a list the first element stands for all: a row is a document, so that what tells documents apart still does.
package struct DocumentSample: Sendable {
    private var rows: [(number: Int, texts: [String: String])] = []
    /// In the order in which documents name them.
    private var paths: [String] = []
    private var known: Set<String> = []
    private var weight = 0

    private static let mostRows = 4_000
    private static let mostColumns = 500
    private static let mostSteps = 8
    /// In bytes of the documents.
    private static let mostWeight = 8 << 20

    package init() {}

    package var isFull: Bool { rows.count >= Self.mostRows || weight >= Self.mostWeight }

    package var isEmpty: Bool { rows.isEmpty }

    /// Takes a document in; one that is no JSON tells nothing.
    package mutating func add(_ document: NumberedDocument) {
        guard !isFull, let value = try? JSONReader.parse(document.bytes) else { return }
        var texts: [String: String] = [:]
        gather(value, at: [], into: &texts)
        rows.append((document.number, texts))
        weight += document.bytes.count
    }

    private mutating func gather(_ value: JSONValue, at steps: [MemberPath.Step], into texts: inout [String: String]) {
        guard steps.count <= Self.mostSteps else { return }
        switch value {
        case .null: return
        case .object(let object):
            for member in object.members { gather(member.value, at: steps + [.name(member.name)], into: &texts) }
        case .array(let values):
            if let first = values.first { gather(first, at: steps + [.each], into: &texts) }
        case .bool, .number, .string:
            let path = MemberPath.text(steps)
            guard known.contains(path) || known.count < Self.mostColumns else { return }
            if known.insert(path).inserted { paths.append(path) }
            texts[path] = value.cellText
        }
    }

    /// As rows. `isComplete` says whether the file has no more documents.
    package func table(isComplete: Bool) -> FileSample {
        var sample = FileSample(header: paths, isJSON: true)
        for (number, texts) in rows { sample.add(CSVRow(line: number, fields: paths.map { texts[$0] ?? "" })) }
        sample.isComplete = isComplete
        return sample
    }
}
