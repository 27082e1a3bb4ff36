import ArgumentParser
import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

struct Policy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show, put, preview or rehearse the VIP policy.",
        discussion: "While a server runs on the database, use its /v1/vip/policy to put one.",
        subcommands: [Show.self, Put.self, Preview.self, Rehearse.self])

    /// - Throws: `ExitCode` 65 (bad data, as in sysexits.h) after saying what is wrong with the file.
    private static func policy(in file: String, _ deployment: Deployment) throws -> VIPPolicy {
        do throws(DeploymentError) {
            return try PolicyFile(path: file, deployment.service.profile.defaultCurrency).policy()
        } catch {
            Console.complain(error.description)
            throw ExitCode(65)
        }
    }

    /// The policy in a file, and a service that changes nothing.
    private static func reading(
        _ file: String, _ options: DeploymentOptions
    ) async throws -> (policy: VIPPolicy, service: ProfileService) {
        let deployment = try await options.load()
        return (try policy(in: file, deployment), try await Installation(reading: deployment).service)
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the policy in force as JSON.")

        @OptionGroup var options: DeploymentOptions

        func run() async throws {
            let installation = try await Installation(reading: try await options.load())
            Console.show(VIPPolicyEncoder.json(installation.service.policy))
        }
    }

    struct Put: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put a policy in force.")

        @OptionGroup var options: DeploymentOptions

        @Argument(help: "A JSON file with a policy.")
        var file: String

        func run() async throws {
            let deployment = try await options.load()
            let policy = try Policy.policy(in: file, deployment)
            let installation = try await Installation(deployment)
            try await installation.service.put(policy)
            await installation.store.close()
            Console.say("In force.")
        }
    }

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count how many customers each tier of a policy would hold, as JSON.")

        @OptionGroup var options: DeploymentOptions

        @Argument(help: "A JSON file with a policy.")
        var file: String

        func run() async throws {
            let (policy, service) = try await Policy.reading(file, options)
            var json = JSONWriter()
            json.vipPolicyPreview(try await service.preview(policy))
            Console.show(json.bytes)
        }
    }

    struct Rehearse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell how long those who waited in the last 30 days would have waited by a policy, as JSON.")

        @OptionGroup var options: DeploymentOptions

        @Argument(help: "A JSON file with a policy.")
        var file: String

        func run() async throws {
            let (policy, service) = try await Policy.reading(file, options)
            var json = JSONWriter()
            json.queueRehearsal(try await service.rehearse(policy))
            Console.show(json.bytes)
        }
    }
}
