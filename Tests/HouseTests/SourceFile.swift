import Foundation

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

    /// Offences for every line of code in which `pattern` is found, unless the line is excused. What matches has one of
    /// the words: to look for those first takes a hundredth of the time.
    func offences(
        _ pattern: some RegexComponent, having words: [String], _ reason: String,
        excusedBy isExcused: (Int) -> Bool = { _ in false }
    ) -> [Offence] {
        Self.indices(of: code, having: words).filter { code[$0].contains(pattern) && !isExcused($0) }
            .map { offence(at: $0, reason) }
    }

    /// Of the lines that have one of the words somewhere.
    static func indices(of lines: [String], having words: [String]) -> [Int] {
        lines.indices.filter { index in words.contains { has(lines[index], $0) } }
    }

    private static func has(_ line: String, _ word: String) -> Bool {
        line.withCString { line in word.withCString { strstr(line, $0) != nil } }
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
