import ArgumentParser
import Foundation
import Glibc
import Logging
import PostgresStore
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore

/// The store of a deployment and the service over it.
struct Installation {
    typealias Store = ProfileService.Store & TransferTarget

    let store: any Store
    let service: ProfileService

    /// Opens the store to write, and to bring its schema up to date. Only for what may begin with nothing, `makesStore`
    /// makes an embedded one: elsewhere a path of none is a slip.
    ///
    /// - Throws: `ExitCode` 1 or 64 after saying what is wrong.
    init(_ deployment: Deployment, makesStore: Bool = false) async throws {
        try await self.init(deployment) { path throws(OpenError) in
            try SQLiteStore.open(path: path, makesFile: makesStore, whenDiskFails: Self.complain)
        }
        try await adopt()
    }

    /// The same, to serve from: profiles are read from a replica where the deployment has one.
    init(serving deployment: Deployment) async throws {
        try await self.init(deployment, readURL: deployment.readURL()) { path throws(OpenError) in
            try SQLiteStore.open(
                path: path,
                whenDiskFails: { failure in
                    Logger(label: "clientele").critical("\(failure.lastWords)")
                    LogSink.standardError.flush()
                    _exit(StoreError.exitCode)
                })
        }
        try await adopt()
    }

    /// Opens the store to restore an export into it, also where that was begun before.
    init(restoringInto deployment: Deployment) async throws {
        try await self.init(deployment, isTarget: true) { path throws(OpenError) in
            try SQLiteStore.openTarget(path: path, whenDiskFails: Self.complain)
        }
    }

    /// Opens the store to look at it only, which is possible while a server runs.
    init(reading deployment: Deployment) async throws {
        try await self.init(deployment) { path throws(OpenError) in try SQLiteStore.openReadOnly(path: path) }
    }

    /// The same without a word where that cannot be, since nobody asked for it.
    init?(glancingAt deployment: Deployment) async {
        guard case .sqlite(let path)? = try? DatabaseLocation(deployment.database),
            FileManager.default.fileExists(atPath: path), let store = try? SQLiteStore.openReadOnly(path: path)
        else { return nil }
        guard let service = try? await Self.service(deployment, store) else {
            await store.close()
            return nil
        }
        (self.store, self.service) = (store, service)
    }

    /// Opens a copy of the store that vanishes with the process, to see what something would do.
    init(copyOf deployment: Deployment) async throws {
        guard case .sqlite = try DatabaseLocation(deployment.database) else {
            Console.complain("this is possible with an embedded store only")
            throw ExitCode(64)
        }
        try await self.init(deployment) { path throws(OpenError) in try SQLiteStore.openCopy(of: path) }
    }

    private static let complain: @Sendable (StoreError) -> Void = { failure in
        Console.complain(failure.lastWords)
        _exit(StoreError.exitCode)
    }

    /// `openFile` opens an embedded store; a server is opened the same way for every purpose.
    private init(
        _ deployment: Deployment, readURL: String? = nil, isTarget: Bool = false,
        _ openFile: (String) throws(OpenError) -> SQLiteStore
    ) async throws {
        do {
            switch try DatabaseLocation(deployment.database) {
            case .sqlite(let path): store = try openFile(path)
            case .postgres(let url) where isTarget: store = try await PostgresStore.openTarget(url: url, alone: true)
            case .postgres(let url):
                store = try await PostgresStore.open(
                    url: url, readURL: readURL, requiresDurability: !deployment.allowsUnsafeDatabase)
            }
            service = try await Self.service(deployment, store)
        } catch let error as OpenError {
            Console.complain(error.description)
            throw ExitCode(1)
        } catch let error as PostgresOpenError {
            if case .losesWrites = error {
                let key = "allow_unsafe_database: true (CLIENTELE_ALLOW_UNSAFE_DATABASE)"
                Console.complain("\(error.description); turn it on, or allow it with \(key)")
                throw ExitCode(1)
            }
            Console.complain(error.description)
            throw ExitCode(1)
        } catch let error as StoreError {
            Console.complain("the store cannot be read: \(error)")
            throw ExitCode(1)
        }
    }

    private static func service(
        _ deployment: Deployment, _ store: any Store
    ) async throws(StoreError) -> ProfileService {
        try await ProfileService(
            store: store, settings: deployment.service,
            rendering: ProfileRendering(ProfileRenderer.whole, join: ProfileRenderer.join), now: { Timestamp.now })
    }

    /// Makes a store that an earlier version or other settings left behind fit.
    private func adopt() async throws {
        do throws(StoreError) {
            var hasSaid = false
            try await service.adopt { done in
                if done >= 10_000, !hasSaid {
                    hasSaid = true
                    Console.complain("profiles of an earlier version are folded again; this takes a while")
                }
            }
        } catch {
            Console.complain("the store cannot be brought up to date: \(error)")
            throw ExitCode(1)
        }
    }
}

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
