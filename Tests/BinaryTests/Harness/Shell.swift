import Foundation

/// What every Linux has to offer besides.
enum Shell {
    /// The exit code of a script that runs in the folder.
    @discardableResult
    static func run(_ script: String, in folder: Folder) async throws -> Int32 {
        try await onOwnThread {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", script]
            process.currentDirectoryURL = URL(filePath: folder.path)
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }
}
