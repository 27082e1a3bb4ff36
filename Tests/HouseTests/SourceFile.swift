/// A Swift file in two readings: as written, and as code alone.
struct SourceFile: Sendable {
    /// Relative to the project's root.
    let path: String
    let lines: [String]
    /// The same lines with comments and the contents of strings blanked out, so that neither is taken for code.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = Self.lines(of: text)
        code = Self.lines(of: CodeAlone.of(text))
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// `ProfileCore` for `Sources/ProfileCore/…`, `migrations` for `migrations/…`.
    var target: String {
        let folders = path.split(separator: "/").map(String.init)
        return ["Sources", "Tests"].contains(folders[0]) && folders.count > 1 ? folders[1] : folders[0]
    }

    /// Offences for every line of code in which `pattern` is found, unless the line is excused.
    func offences(
        _ pattern: some RegexComponent, _ reason: String, excusedBy isExcused: (Int) -> Bool = { _ in false }
    ) -> [Offence] {
        code.indices.filter { code[$0].contains(pattern) && !isExcused($0) }.map { offence(at: $0, reason) }
    }

    func offence(at index: Int, _ reason: String) -> Offence {
        Offence(path: path, line: index + 1, reason: reason)
    }

    /// Whether the line above is a comment, where the proof of something unusual belongs.
    func isExplained(_ index: Int) -> Bool {
        index > 0 && lines[index - 1].trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
