import Foundation

/// Runs a program under strace, which tells what it does to some files of a folder, or lets that fail.
struct Strace: Sendable {
    private static let program = "/usr/bin/strace"

    private let folder: Folder
    private let files: [String]
    private let output: String

    init(in folder: Folder, watching files: [String]) {
        self.folder = folder
        self.files = files
        output = "trace-\(UUID().uuidString)"
    }

    /// Whether it is installed and the system lets us trace.
    static var isPossible: Bool {
        guard FileManager.default.isExecutableFile(atPath: program) else { return false }
        let trial = Process()
        trial.executableURL = URL(filePath: program)
        trial.arguments = ["-o", "/dev/null", "true"]
        guard (try? trial.run()) != nil else { return false }
        trial.waitUntilExit()
        return trial.terminationStatus == 0
    }

    /// A command in front of the program's.
    var watching: [String] {
        let paths = files.flatMap { ["-P", $0 == "." ? folder.path : folder.file($0)] }
        return [Self.program, "-D", "-f", "-qq", "-o", folder.file(output), "-e", "trace=fsync,fdatasync,pwrite64"]
            + paths
    }

    /// The same; from the call of that number on, those system calls fail.
    func failing(_ calls: String, with error: String, from first: Int) -> [String] {
        watching + ["-e", "inject=\(calls):error=\(error):when=\(first)+"]
    }

    /// What was done so far, a system call in each line.
    var calls: [String] {
        folder.text(of: output).split(separator: "\n").map(String.init).filter { $0.contains("(") }
    }
}
