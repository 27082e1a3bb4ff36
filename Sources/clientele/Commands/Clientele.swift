import ArgumentParser
import CMalloc
import Foundation

@main
enum Program {
    static func main() async {
        // The allocator keeps eight arenas for each processor otherwise, each with what an import or a burst once took.
        mallopt(M_ARENA_MAX, Int32(max(2, ProcessInfo.processInfo.activeProcessorCount)))
        await Clientele.main()
    }
}

struct Clientele: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clientele",
        abstract: "One live profile per customer, merged from CRM, order and contact history.",
        version: Release.version,
        subcommands: [
            Serve.self, Import.self, Export.self, Copy.self, ShowProfile.self, Keys.self, Policy.self, Rebuild.self,
            Erase.self, Backup.self, Migrate.self, Demo.self,
        ])
}
