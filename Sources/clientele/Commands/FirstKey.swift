import ArgumentParser
import Foundation
import ProfileHTTP
import ProfileService
import ProfileStore

/// Sees to it that somebody may administer the service, and that nobody outside can reach one without keys.
struct FirstKey {
    private let deployment: Deployment
    private let service: ProfileService

    init(_ deployment: Deployment, _ service: ProfileService) {
        self.deployment = deployment
        self.service = service
    }

    /// Takes over the key of the environment, or makes one and prints it once.
    ///
    /// - Throws: `ExitCode` 78 for a key that is malformed, or when listening beyond loopback without any.
    func ensure() async throws {
        let keys = try await service.keys()
        if let text = deployment.adminKey {
            try await take(try Self.token(text), among: keys)
            return
        }
        guard !Self.holdAdmin(keys) else { return }
        guard Self.isLoopback(deployment.host) else { throw Self.refusal() }
        let token = KeyToken.draw()
        try await service.put(token.key(named: "first admin key", scopes: [.admin], sources: nil, at: .now))
        Console.show("Admin key, shown this once: \(token.text)")
    }

    /// Refuses what `ensure` would refuse, and changes nothing; a store on a server is not asked.
    ///
    /// - Throws: `ExitCode` as `ensure` does, or when the store cannot be read.
    static func check(_ deployment: Deployment) async throws {
        let location = try DatabaseLocation(deployment.database)
        if let text = deployment.adminKey {
            _ = try token(text)
            return
        }
        guard !isLoopback(deployment.host), case .sqlite(let path) = location else { return }
        guard FileManager.default.fileExists(atPath: path) else { throw refusal() }
        let installation = try await Installation(reading: deployment)
        let keys = try await installation.service.keys()
        await installation.store.close()
        guard holdAdmin(keys) else { throw refusal() }
    }

    private static func token(_ text: String) throws -> KeyToken {
        guard let token = KeyToken(text) else {
            Console.complain(
                "CLIENTELE_ADMIN_KEY must look like ck_NAME_SECRET, the secret at least "
                    + "\(KeyToken.minimumSecretLength) letters, digits or hyphens")
            throw ExitCode(78)
        }
        guard !token.isGuessable else {
            Console.complain(
                "CLIENTELE_ADMIN_KEY is easy to guess: draw it at random, as ck_admin_$(openssl rand -hex 32)")
            throw ExitCode(78)
        }
        return token
    }

    private static func refusal() -> ExitCode {
        Console.complain(
            "refusing to listen beyond loopback without a key: set CLIENTELE_ADMIN_KEY or run clientele keys create")
        return ExitCode(78)
    }

    private static func holdAdmin(_ keys: [APIKey]) -> Bool {
        keys.contains(where: \.administers)
    }

    private func take(_ token: KeyToken, among keys: [APIKey]) async throws {
        let known = keys.first { $0.id == token.id }
        guard known?.secretHash != token.secretHash else { return }
        try await service.put(token.key(named: "admin key", scopes: [.admin], sources: nil, at: .now))
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
