import ArgumentParser
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

    /// Opens the store to write, and to bring its schema up to date.
    ///
    /// - Throws: `ExitCode` 1 or 64 after saying what is wrong.
    init(_ deployment: Deployment) async throws {
        try await self.init(deployment) { path throws(OpenError) in
            try SQLiteStore.open(path: path, whenDiskFails: Self.complain)
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
            service = try await ProfileService(
                store: store, settings: deployment.service, rendering: { ProfileRenderer.render($0) },
                now: { Timestamp.now })
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
