import Foundation
import Testing

@Suite("Scripts")
struct ScriptTests {
    @Test("Whatever calls apt waits for its lock")
    func lockOption() {
        let project = SourceTree.project
        let scripts = project.paths(under: "scripts").filter { $0.hasSuffix(".sh") } + [".ci/run"]
        #expect(!scripts.isEmpty)
        for script in scripts {
            let lines = (project.text(at: script) ?? "").split(separator: "\n")
            for line in lines where line.contains("apt-get ") {
                #expect(line.contains("DPkg::Lock::Timeout="), "\(script): \(line)")
            }
        }
    }

    @Test("Package lists that somebody else is updating are waited for; other failures are told")
    func update() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clientele-apt-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "apt-get")
        let text = """
            #!/bin/bash
            echo call >>"$CALLS"
            [ "$(wc -l <"$CALLS")" -ge "$FROM" ] && exit 0
            echo "$ANSWER" >&2
            exit 100
            """
        try text.write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let locked = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt-get)"
        #expect(try calls(in: folder, answering: locked, until: 2) == (0, 2))
        #expect(try calls(in: folder, answering: "E: no such host", until: 2) == (1, 1))
    }

    /// How the update ended, and how often apt was called, which fails until it is called for the `last` time.
    private func calls(in folder: URL, answering answer: String, until last: Int) throws -> (Int32, Int) {
        let log = folder.appending(path: "calls-\(UUID())")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "source scripts/prepare.sh; as_root() { \"$@\"; }; update_package_lists"]
        process.currentDirectoryURL = SourceTree.project.root
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = folder.path + ":" + (environment["PATH"] ?? "")
        environment["CALLS"] = log.path
        environment["FROM"] = String(last)
        environment["ANSWER"] = answer
        process.environment = environment
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let count = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").count
        return (process.terminationStatus, count)
    }
}
