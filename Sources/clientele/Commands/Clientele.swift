import ArgumentParser

@main
struct Clientele: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clientele",
        abstract: "One live profile per customer, merged from CRM, order and contact history.",
        version: Release.version,
        subcommands: [
            Serve.self, Import.self, Export.self, Copy.self, ShowProfile.self, Keys.self, Policy.self, Rebuild.self,
            Erase.self, Backup.self, Migrate.self, Demo.self, Evaluate.self, Learn.self, ListMappings.self,
        ])
}
