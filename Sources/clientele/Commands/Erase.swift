import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase a person for good, or what a restored backup brought back of people erased before.",
        discussion: """
            Erasing removes the profile and everything that names it, and keeps the person from coming back: records \
            that arrive later are suppressed until the erasure is lifted (POST /v1/erasures/{id}/lift). While an \
            embedded store is served, use DELETE /v1/profiles/{id}.

            The ledger holds what is known of all erasures, in keyed hashes; keep it apart from the backups. After a \
            backup was restored, and before it is served, --replay erases again whom it brought back. Keep the ledger \
            as safe as the database: it holds the key of the hashes.

            Exit code 2 when nobody is known by that name, 1 when nothing could be done.
            """)

    @OptionGroup var options: DeploymentOptions

    @Argument(help: "A profile id, or type:value.")
    var id: String?

    @Flag(help: "Do it without asking.")
    var yes = false

    @Flag(help: "Show what would be removed, and change nothing.")
    var dryRun = false

    @Option(help: "Write the ledger of all erasures to this file; - is standard output.")
    var ledger: String?

    @Option(help: "Erase again what this ledger has buried.")
    var replay: String?

    func validate() throws {
        guard [id, ledger, replay].compactMap(\.self).count == 1 else {
            throw ValidationError("name a profile, or give --ledger or --replay")
        }
    }

    func run() async throws {
        let deployment = try await options.load()
        do {
            if let ledger { return try await write(ledger, deployment) }
            if let replay { return try await self.replay(replay, deployment) }
            if let id { try await erase(ProfileName(id).reference(deployment), deployment) }
        } catch let failure as ImportFailure {
            Console.complain(failure.description)
            throw ExitCode(1)
        } catch let error as StoreError {
            Console.complain("the store cannot do this: \(error)")
            throw ExitCode(1)
        }
    }

    private func erase(_ reference: ProfileReference, _ deployment: Deployment) async throws {
        if dryRun {
            let installation = try await Installation(reading: deployment)
            guard let counts = try await installation.service.erasable(reference) else { throw ProfileName.unknown() }
            var json = JSONWriter()
            json.object { json in json.member("removed") { $0.counts(counts) } }
            return Console.show(json.bytes)
        }
        guard yes || confirmed() else { throw ExitCode(1) }
        let installation = try await Installation(deployment)
        let certificate = try await installation.service.erase(reference, by: "clientele erase")
        await installation.store.close()
        guard let certificate else { throw ProfileName.unknown() }
        var json = JSONWriter()
        json.certificate(certificate)
        Console.show(json.bytes)
        Console.say("Erased.")
    }

    private func confirmed() -> Bool {
        Console.say("This removes the profile and all its facts for good. Type yes to go on:")
        return readLine() == "yes"
    }

    private func write(_ path: String, _ deployment: Deployment) async throws {
        let installation = try await Installation(reading: deployment)
        let count = try await Ledger(service: installation.service).write(to: path)
        Console.say("\(Wording.count(count, "erasure")) in the ledger.")
    }

    /// Where an export is to be restored, the ledger comes first, into a store that may have to be made.
    private func replay(_ path: String, _ deployment: Deployment) async throws {
        let ledger = try LedgerCopy(of: path)
        // The copy goes with its last use, and it is read twice by its path.
        defer { withExtendedLifetime(ledger) {} }
        try await Ledger.check(ledger.path)
        let missing = try DatabaseLocation(deployment.database).missingFile
        let installation = try await Installation(deployment, makesStore: true)
        if let missing {
            Console.say("There was no store at \(missing): a new one was made. Import the export into it.")
        }
        let replay: ProfileService.Replay
        do {
            replay = try await Ledger(service: installation.service).replay(ledger.path)
        } catch {
            await installation.store.close()
            throw error
        }
        await installation.store.close()
        let (profiles, records) = (Wording.count(replay.profiles, "profile"), Wording.count(replay.records, "record"))
        Console.say("Erased again: \(profiles), and \(records) of others.")
    }
}
