import ArgumentParser
import Mappings

struct ListMappings: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mappings",
        abstract: "List the mappings that come with the program, or show one.",
        discussion: """
            clientele import --mapping takes a name of theirs as well as a file. What another shop has different is \
            changed in a copy: clientele mappings show shopify-orders > orders.yaml
            """,
        subcommands: [List.self, Show.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List their names, each with what it is for.")

        func run() {
            for mapping in EmbeddedMapping.all { Console.show("\(mapping.name): \(mapping.summary)") }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one, as YAML.")

        @Argument(help: "Its name.")
        var name: String

        func run() throws {
            guard let mapping = EmbeddedMapping.named(name) else {
                let names = EmbeddedMapping.all.map(\.name).joined(separator: ", ")
                throw ValidationError("there is no mapping \(name), but there are \(names)")
            }
            Console.show(Array(mapping.yaml.dropLast()))
        }
    }
}
