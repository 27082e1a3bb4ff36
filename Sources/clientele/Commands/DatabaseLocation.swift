import ArgumentParser

/// Where an option says the data is.
enum DatabaseLocation {
    /// The path of the embedded store's file.
    case sqlite(path: String)
    /// The whole URL, which libpq reads.
    case postgres(url: String)

    /// - Throws: `ExitCode` 64 after saying what is right.
    init(_ text: String, option: String = "--database (CLIENTELE_DATABASE)") throws {
        let scheme = "sqlite:"
        if text.hasPrefix(scheme), text.count > scheme.count {
            self = .sqlite(path: String(text.dropFirst(scheme.count)))
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(url: text)
        } else {
            Console.complain("\(option) must be sqlite:PATH or postgres://…")
            throw ExitCode(64)
        }
    }
}
