/// What a command that was run to its end left behind.
struct Command: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs the program to its end; see `Program` for where the store is.
    static func run(
        _ arguments: String..., in folder: Folder, environment: [String: String] = [:]
    ) async throws -> Command {
        try await run(arguments, in: folder, environment: environment)
    }

    static func run(
        _ arguments: [String], in folder: Folder, environment: [String: String] = [:]
    ) async throws -> Command {
        let program = try Program(arguments, in: folder, environment: environment)
        let status = try await program.end()
        return Command(status: status, output: program.output, errors: program.errors)
    }
}
