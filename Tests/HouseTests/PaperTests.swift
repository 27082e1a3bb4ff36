import Testing

@Suite("The papers beside the code")
struct PaperTests {
    private static let guides = [
        "README.md", "ARCHITECTURE.md", "docs/operations.md", "docs/performance.md", "docs/export.md",
        "docs/console.md", "docs/routers.md", "docs/advice.md", "docs/mappings.md", "docs/webhooks-out.md",
        "docs/webhooks-in.md", "docs/mcp.md", "docs/clients.md", "docs/telemetry.md",
        "CONTRIBUTING.md", "CHANGELOG.md",
    ]

    @Test("A newcomer finds what to read", arguments: ["LICENSE"] + guides)
    func exists(paper: String) {
        let isThere = SourceTree.project.exists(paper)
        #expect(isThere, "\(paper) is missing")
    }

    @Test("Papers name only files that are there", arguments: guides)
    func paths(paper: String) {
        let lines = (SourceTree.project.text(at: paper) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        let offences = lines.enumerated().flatMap { number, line in
            named(in: String(line)).filter { !SourceTree.project.exists($0.trimmingPrefix("../").description) }
                .map { Offence(path: paper, line: number + 1, reason: "there is no \($0)") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test(
        "A path in a paper is recognised",
        arguments: [
            ("run `scripts/run.sh`, then", ["scripts/run.sh"]),
            (
                "see [the rules](ARCHITECTURE.md#rules) in Sources/ProfileCore/.",
                ["Sources/ProfileCore", "ARCHITECTURE.md"]
            ),
            ("PUT /v1/sources/crm and https://example.com/scripts/a.sh", []),
        ])
    func recognised(line: String, expected: [String]) {
        #expect(named(in: line) == expected)
    }

    @Test(
        "Scripts can be run",
        arguments: [
            "scripts/run.sh", "scripts/test.sh", "scripts/bench.sh", "scripts/browser.sh", "scripts/examples.sh",
            "scripts/advice.sh", "scripts/fuzz.sh", "scripts/clients.sh",
            ".ci/run",
        ])
    func scripts(path: String) {
        let canRun = SourceTree.project.isExecutable(path)
        #expect(canRun, "\(path) is missing or not executable")
    }

    /// Paths below the project's folders, and what links point at inside the project.
    private func named(in line: String) -> [String] {
        let folders = #/(?:^|[\s`("'])((?:Sources|Tests|scripts|migrations|mappings|openapi|\.ci)\/[\w.\/+-]*)/#
        let paths = line.matches(of: folders).map { $0.1 }
        let links = line.matches(of: #/\]\((?!https?:|#|mailto:)([^)#\s]+)/#).map { $0.1 }
        return (paths + links.filter { link in !paths.contains(link) })
            .map { String($0.reversed().drop { ".,/".contains($0) }.reversed()) }
    }
}
