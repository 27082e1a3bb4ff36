import Testing

@Suite("Words that say something")
struct WordTests {
    private let files = SourceTree.project.swiftFiles

    @Test("Nothing is left for later")
    func unfinished() {
        // Put together, so that this file does not break its own rule.
        let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
        let offences = files.flatMap { file in
            SourceFile.indices(of: file.lines, having: words).filter { index in
                file.lines[index].split { !$0.isLetter && !$0.isNumber }.contains { words.contains(String($0)) }
            }.map { file.offence(at: $0, "do it now or leave it") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("No type has a name that fits anything")
    func typeNames() {
        let offences = files.flatMap { file in
            file.typeNames.filter { $0.name.contains(Self.vague) }
                .map { file.offence(at: $0.line, "\($0.name) does not say what it does") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("No file has a name that fits anything")
    func fileNames() {
        let offences = files.filter { $0.name.contains(Self.vague) }
            .map { $0.offence(at: 0, "the file's name does not say what is in it") }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    private static var vague: Regex<Substring> { #/(?:Utils?|Utilit(?:y|ies)|Managers?|Helpers?|Common)(?![a-z])/# }
}
