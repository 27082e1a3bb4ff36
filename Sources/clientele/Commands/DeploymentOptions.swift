import ArgumentParser
import Foundation

/// Where the data and the settings are: the same for every command.
struct DeploymentOptions: ParsableArguments {
    @Option(
        help: "The store: sqlite:PATH or postgres://… [environment: CLIENTELE_DATABASE] (default: sqlite:clientele.db)")
    var database: String?

    @Option(help: "A YAML file with settings. [environment: CLIENTELE_CONFIG]")
    var config: String?

    /// The settings that hold: command line over environment over file.
    ///
    /// - Throws: `ExitCode` 78 (configuration error, as in sysexits.h) after saying what is wrong.
    func load() async throws -> Deployment {
        do {
            let environment = ProcessInfo.processInfo.environment
            var deployment = try await Deployment.load(configPath: config, environment: environment)
            for sentence in StrayVariables(in: environment, besides: deployment).sentences {
                Console.complain(sentence)
            }
            if let database { deployment.database = database }
            return deployment
        } catch let error as DeploymentError {
            Console.complain(error.description)
            throw ExitCode(78)
        }
    }
}
