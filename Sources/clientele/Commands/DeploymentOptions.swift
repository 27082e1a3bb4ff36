import ArgumentParser
import Foundation

/// Where the data and the settings are: the same for every command.
struct DeploymentOptions: ParsableArguments {
    @Option(
        help: "The store: sqlite:PATH or postgres://… [environment: CLIENTELE_DATABASE] (default: sqlite:clientele.db)")
    var database: String?

    @OptionGroup var settings: SettingsOptions

    /// The settings that hold: command line over environment over file.
    ///
    /// - Throws: `ExitCode` 78 after saying what is wrong.
    func load() async throws -> Deployment {
        var deployment = try await settings.load()
        if let database { deployment.database = database }
        return deployment
    }
}

/// Where the settings are, for commands that need no data.
struct SettingsOptions: ParsableArguments {
    @Option(help: "A YAML file with settings. [environment: CLIENTELE_CONFIG]")
    var config: String?

    /// The settings of environment and file.
    ///
    /// - Throws: `ExitCode` 78 (configuration error, as in sysexits.h) after saying what is wrong.
    func load() async throws -> Deployment {
        do {
            let environment = ProcessInfo.processInfo.environment
            let deployment = try await Deployment.load(configPath: config, environment: environment)
            for sentence in StrayVariables(in: environment, besides: deployment).sentences {
                Console.complain(sentence)
            }
            return deployment
        } catch let error as DeploymentError {
            Console.complain(error.description)
            throw ExitCode(78)
        }
    }
}

/// Where an option says the data is.
enum DatabaseLocation {
    /// The path of the embedded store's file.
    case sqlite(path: String)
    /// The whole URL, which libpq reads.
    case postgres(url: String)

    /// The path of an embedded store that is not there yet.
    var missingFile: String? {
        guard case .sqlite(let path) = self, !FileManager.default.fileExists(atPath: path) else { return nil }
        return path
    }

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
