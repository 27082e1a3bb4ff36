import Testing

@Suite("Files and functions stay small")
struct SizeTests {
    private let files = SourceTree.project.swiftFiles

    @Test("No file is longer than 400 lines")
    func fileLength() {
        let offences = files.filter { $0.lines.count > 401 }
            .map { $0.offence(at: 400, "\($0.lines.count - 1) lines; at most 400") }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("No function is longer than 70 lines")
    func functionLength() {
        let offences = files.flatMap { file in
            file.functions.filter { $0.length > 70 }
                .map { file.offence(at: $0.first, "\($0.name) has \($0.length) lines; at most 70") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("No line is wider than 120 columns")
    func lineWidth() {
        let offences = files.flatMap { file in
            file.lines.indices.filter { file.lines[$0].utf8.count > 120 && file.lines[$0].count > 120 }
                .map { file.offence(at: $0, "\(file.lines[$0].count) columns; at most 120") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }
}
