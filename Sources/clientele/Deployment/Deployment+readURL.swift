import ArgumentParser

extension Deployment {
    /// Where the replica is; nil without one.
    ///
    /// - Throws: `ExitCode` 64 after saying what is right.
    func readURL() throws -> String? {
        guard let readDatabase else { return nil }
        guard case .postgres(let url) = try DatabaseLocation(readDatabase, option: Self.option),
            case .postgres = try DatabaseLocation(database)
        else {
            Console.complain("\(Self.option) goes with a database on PostgreSQL, and must be postgres://…")
            throw ExitCode(64)
        }
        return url
    }

    private static let option = "--read-database (CLIENTELE_READ_DATABASE)"
}
