import Foundation
import Glibc

/// A run of the real program, or of another one, its output going to files, so that nothing is lost when it is killed.
final class Program: Sendable {
    enum Failure: Error {
        case notStarted(Int32)
    }

    let pid: pid_t
    private let folder: Folder
    private let name: String
    private let ending = Ending()

    /// The store is `clientele.db` in the folder, unless the arguments or the environment say otherwise. `wrapper` is a
    /// command that is given the program's path and arguments as its own last ones.
    convenience init(
        _ arguments: [String], in folder: Folder, environment: [String: String] = [:], wrapper: [String] = []
    ) throws {
        let store = ["CLIENTELE_DATABASE": "sqlite:" + folder.file("clientele.db")]
        try self.init(
            command: wrapper + [Self.path] + arguments, in: folder, environment: store.merging(environment) { $1 })
    }

    init(command: [String], in folder: Folder, environment: [String: String] = [:]) throws {
        self.folder = folder
        name = UUID().uuidString
        var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "TZ": "UTC"]
        variables.merge(environment) { $1 }
        pid = try Self.spawn(
            command, variables, output: folder.file(name + ".out"), errors: folder.file(name + ".err"))
    }

    deinit {
        if ending.status(of: pid) == nil {
            Glibc.kill(pid, SIGKILL)
            ending.reap(pid)
        }
    }

    /// What it wrote so far.
    var output: String { folder.text(of: name + ".out") }
    var errors: String { folder.text(of: name + ".err") }

    var hasEnded: Bool { ending.status(of: pid) != nil }

    func signal(_ number: Int32) {
        if !hasEnded { Glibc.kill(pid, number) }
    }

    /// Waits for the end: the exit code, or minus the number of the signal that ended it.
    @discardableResult
    func end() async throws -> Int32 {
        while true {
            if let status = ending.status(of: pid) { return status }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The program lies beside the tests.
    static let path: String = {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "clientele").path(percentEncoded: false)
    }()

    private static func spawn(
        _ command: [String], _ variables: [String: String], output: String, errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What the test runner blocks or ignores, the program must not inherit.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = command.map { strdup($0) } + [nil]
        var environment = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, command[0], &actions, &attributes, &arguments, &environment)
        guard result == 0 else { throw Failure.notStarted(result) }
        return pid
    }
}
