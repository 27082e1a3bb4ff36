import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore

struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke API keys.",
        discussion: "While a server runs on the database, use its /v1/keys instead.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key and show it this once.")

        @OptionGroup var options: DeploymentOptions

        @Argument(help: "A name to recognise it by.")
        var name: String

        @Option(help: "What it may do: profiles:read, vip:read, ingest:write, steward, admin. May be repeated.")
        var scope: [String]

        @Option(help: "A source it may write for; without any, all. May be repeated.")
        var source: [String] = []

        @Option(help: "An agent whose interactions it may follow; without any, all. May be repeated.")
        var agent: [String] = []

        func run() async throws {
            let scopes = try scope.map { text in
                guard let scope = APIKey.Scope(rawValue: text) else {
                    throw ValidationError(
                        "--scope must be one of " + APIKey.Scope.allCases.map(\.rawValue).joined(separator: ", "))
                }
                return scope
            }
            let installation = try await Installation(try await options.load(), makesStore: true)
            let token = KeyToken.draw()
            try await installation.service.put(
                token.key(
                    named: name, scopes: Set(scopes), sources: source.isEmpty ? nil : Set(source),
                    agents: agent.isEmpty ? nil : Set(agent), at: .now))
            await installation.store.close()
            Console.show(token.text)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all keys, without their secrets.")

        @OptionGroup var options: DeploymentOptions

        func run() async throws {
            let installation = try await Installation(reading: try await options.load())
            for key in try await installation.service.keys() {
                let scopes = key.scopes.map(\.rawValue).sorted().joined(separator: ",")
                let sources = key.sources.map { $0.sorted().joined(separator: ",") } ?? "-"
                let state = key.revokedAt == nil ? "active" : "revoked"
                Console.show([key.id, key.name, scopes, sources, state].joined(separator: "\t"))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key.")

        @OptionGroup var options: DeploymentOptions

        @Argument(help: "The key's id, the part between ck_ and the next underscore.")
        var id: String

        func run() async throws {
            let installation = try await Installation(try await options.load())
            let outcome = try await installation.service.revokeKey(id)
            await installation.store.close()
            switch outcome {
            case .revoked: Console.say("Revoked.")
            case .unknown: try Self.refuse("there is no key with that id")
            case .onlyAdmin: try Self.refuse("it is the only key with the scope admin; make another one first")
            }
        }

        private static func refuse(_ reason: String) throws {
            Console.complain(reason)
            throw ExitCode(1)
        }
    }
}
