import Testing

@Suite("Modules import what their place in the design allows")
struct ImportTests {
    private static let platform: Set = ["Dispatch", "Foundation", "Glibc", "Musl", "Synchronization"]

    /// What each target may import; the command line, which joins them all, is bound by nothing.
    private static let allowed: [String: Set<String>] = [
        "ProfileCore": ["Foundation", "Glibc"],
        "ProfileWire": platform.union(["ProfileCore", "CPhoneNumbers"]),
        "ProfileStore": platform.union(["ProfileCore"]),
        "StoreContract": platform.union(["ProfileStore", "ProfileCore", "Testing"]),
        "Migrations": [],
        "SQLStore": platform.union(["ProfileStore", "ProfileCore", "Migrations"]),
        "SQLiteStore": platform.union([
            "SQLStore", "ProfileStore", "ProfileCore", "Migrations", "GRDB", "GRDBSQLite", "CMalloc", "CPageScrub",
        ]),
        "PostgresStore": platform.union(["SQLStore", "ProfileStore", "ProfileCore", "Migrations", "CPostgres"]),
        "ProfileService": platform.union(["ProfileStore", "ProfileCore", "Packing", "Crypto"]),
        "InboundWebhooks": platform.union(["ProfileWire", "ProfileCore", "Crypto"]),
        "Packing": ["CLZ4"],
        "Sorting": ["ProfileCore", "Glibc"],
        "Gzip": ["CZlib"],
        "OpenAPIDocument": ["COpenAPI"],
        "Telemetry": platform.union(["ProfileWire", "Instrumentation", "Logging", "ServiceLifecycle", "Tracing"]),
        "ConsolePages": [],
        "Mappings": [],
        "ProfileHTTP": platform.union([
            "ProfileService", "ProfileStore", "ProfileWire", "ProfileCore", "Packing", "OpenAPIDocument",
            "ConsolePages", "Crypto", "CryptoExtras", "CMalloc", "Gzip", "HTTPTypes", "Hummingbird", "HummingbirdCore",
            "InboundWebhooks", "Logging", "NIOCore",
            "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "ServiceLifecycle",
            "Instrumentation", "Telemetry", "Tracing",
        ]),
        "ProfileWebhooks": platform.union([
            "ProfileService", "ProfileStore", "ProfileWire", "ProfileCore", "CCurl", "Crypto", "Logging",
            "ServiceLifecycle", "Instrumentation", "Telemetry", "Tracing",
        ]),
        "SampleShop": ["Foundation", "ProfileWire", "ProfileCore"],
    ]

    private static let targetsOutsideSources = [
        "migrations": "Migrations", "openapi": "OpenAPIDocument", "console": "ConsolePages",
        "mappings": "Mappings",
    ]
    private static let freeTargets: Set = ["clientele"]

    @Test("No target imports what the design keeps away from it", arguments: allowed.keys.sorted())
    func imports(target: String) {
        let offences = files(of: target).flatMap { file in
            importedModules(file).filter { Self.allowed[target]?.contains($0.module) == false }
                .map { file.offence(at: $0.line, "\(target) may not import \($0.module)") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("Every target with Swift in it has a rule")
    func everyTargetIsKnown() {
        let unknown = SourceTree.project.productFiles.filter { file in
            let target = Self.targetsOutsideSources[file.target] ?? file.target
            return Self.allowed[target] == nil && !Self.freeTargets.contains(target)
        }
        #expect(unknown.isEmpty, "no import rule for \(unknown.map(\.path))")
    }

    @Test("ProfileCore takes Foundation for calendars and time zones only")
    func foundationInCore() {
        let offences = files(of: "ProfileCore").filter { file in
            importedModules(file).contains { $0.module == "Foundation" }
                && !file.code.contains { $0.contains(#/\b(?:TimeZone|Calendar|Date)\b/#) }
        }.map { $0.offence(at: 0, "imports Foundation but uses no time zone or calendar") }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("Only SpecialFunctions.swift of ProfileCore imports the C library")
    func libraryInCore() {
        let offences = files(of: "ProfileCore").filter { file in
            file.name != "SpecialFunctions.swift" && importedModules(file).contains { $0.module == "Glibc" }
        }.map { $0.offence(at: 0, "imports Glibc, which only SpecialFunctions.swift may") }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test("ProfileCore has no clock, randomness or files")
    func pureCore() {
        let moment = #/\b(?:Date\(\)|Date\.now|ContinuousClock|SuspendingClock|ProcessInfo)/#
        let chance = #/\b(?:SystemRandomNumberGenerator|UUID\(\)|FileManager)|\.(?:random|shuffled)\(\)?/#
        let offences = files(of: "ProfileCore").flatMap { file in
            file.offences(moment, having: ["Date", "Clock", "ProcessInfo"], "time comes in as an argument")
                + file.offences(
                    chance, having: ["RandomNumber", "UUID", "FileManager", "random", "shuffled"],
                    "the core has neither chance nor files")
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    private func files(of target: String) -> [SourceFile] {
        SourceTree.project.productFiles.filter { (Self.targetsOutsideSources[$0.target] ?? $0.target) == target }
    }

    private func importedModules(_ file: SourceFile) -> [(module: String, line: Int)] {
        let statement =
            #/^\s*(?:(?:@\w+|package|private|internal|public)\s+)*import\s+(?:(?:struct|class|enum|func)\s+)?(\w+)/#
        return SourceFile.indices(of: file.code, having: ["import"]).compactMap { index in
            file.code[index].firstMatch(of: statement).map { (module: String($0.1), line: index) }
        }
    }
}
