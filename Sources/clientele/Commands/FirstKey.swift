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
            try await take(text, among: keys)
            return
        }
        guard !keys.contains(where: { $0.revokedAt == nil && $0.scopes.contains(.admin) }) else { return }
        guard isLoopback(deployment.host) else {
            Console.complain(
                "refusing to listen beyond loopback without a key: set CLIENTELE_ADMIN_KEY or run clientele keys create"
            )
            throw ExitCode(78)
        }
        let token = KeyToken.draw()
        try await service.put(token.key(named: "first admin key", scopes: [.admin], sources: nil, at: .now))
        Console.show("Admin key, shown this once: \(token.text)")
    }

    private func take(_ text: String, among keys: [APIKey]) async throws {
        guard let token = KeyToken(text) else {
            Console.complain(
                "CLIENTELE_ADMIN_KEY must look like ck_NAME_SECRET, the secret at least "
                    + "\(KeyToken.minimumSecretLength) letters, digits or hyphens")
            throw ExitCode(78)
        }
        let known = keys.first { $0.id == token.id }
        guard known?.secretHash != token.secretHash else { return }
        try await service.put(token.key(named: "admin key", scopes: [.admin], sources: nil, at: .now))
    }

    private func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
