// swift-tools-version: 6.3

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The core is optimised in debug builds, too: most of what tests wait for is its work. The optimiser has faults of its
/// own, and people run what it makes.
let optimised = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// What the console and the panel are made of; `ConsolePages` lists the same files.
let consoleFiles = [
    "api.js", "app.js", "card.js", "changes.js", "charts.js", "customer.css", "customer.js", "details.js", "dom.js",
    "explain.js", "format.js", "history.js", "icon.svg", "icons.js", "identity.js", "incoming.js", "invitations.js",
    "journey.js", "keys.js", "language.js", "merge.js", "messages.js", "outgoing.js", "override.js", "page.html",
    "pages.css", "panel.js", "policy.js", "queue.js", "search.js", "settings.js", "sheets.js", "signin.js", "states.js",
    "steward.js", "style.css", "suggestions.js", "timeline.js", "words.de.js", "words.en.js", "zendesk.js",
]

let package = Package(
    name: "clientele",
    products: [.executable(name: "clientele", targets: ["clientele"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "ProfileCore", swiftSettings: optimised),

        .target(name: "CPhoneNumbers", linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("idn2")]),
        .target(name: "ProfileWire", dependencies: ["ProfileCore", "CPhoneNumbers"], swiftSettings: strict),

        .target(name: "ProfileStore", dependencies: ["ProfileCore"], swiftSettings: strict),
        .target(name: "StoreContract", dependencies: ["ProfileStore", "ProfileCore"], swiftSettings: strict),
        .target(
            name: "Migrations", path: "migrations",
            resources: [
                .embedInCode("0001_profiles.sqlite.sql"), .embedInCode("0001_profiles.postgres.sql"),
                .embedInCode("0002_claims.sqlite.sql"), .embedInCode("0002_claims.postgres.sql"),
                .embedInCode("0003_erasures.sqlite.sql"), .embedInCode("0003_erasures.postgres.sql"),
                .embedInCode("0004_live.sqlite.sql"), .embedInCode("0004_live.postgres.sql"),
                .embedInCode("0005_search.sqlite.sql"), .embedInCode("0005_search.postgres.sql"),
                .embedInCode("0006_promises.sqlite.sql"), .embedInCode("0006_promises.postgres.sql"),
                .embedInCode("0007_catalogue.sqlite.sql"), .embedInCode("0007_catalogue.postgres.sql"),
                .embedInCode("0008_invitations.sqlite.sql"), .embedInCode("0008_invitations.postgres.sql"),
                .embedInCode("0009_webhooks_in.sqlite.sql"), .embedInCode("0009_webhooks_in.postgres.sql"),
                .embedInCode("0010_webhooks_out.sqlite.sql"), .embedInCode("0010_webhooks_out.postgres.sql"),
                .embedInCode("0011_folding.sqlite.sql"), .embedInCode("0011_folding.postgres.sql"),
            ],
            swiftSettings: strict),
        .target(
            name: "SQLStore", dependencies: ["ProfileStore", "ProfileCore", "Migrations"], swiftSettings: strict),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CPageScrub", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "SQLiteStore",
            dependencies: [
                "SQLStore", "ProfileStore", "ProfileCore", "Migrations", "CMalloc", "CPageScrub",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),

        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "PostgresStore",
            dependencies: ["SQLStore", "ProfileStore", "ProfileCore", "Migrations", "CPostgres"],
            swiftSettings: strict),

        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .target(name: "Packing", dependencies: ["CLZ4"], swiftSettings: strict),
        .target(name: "Sorting", dependencies: ["ProfileCore"], swiftSettings: strict),
        .target(
            name: "ProfileService",
            dependencies: [
                "ProfileCore", "ProfileStore", "Packing", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),

        .target(name: "COpenAPI"),
        .target(
            name: "OpenAPIDocument", dependencies: ["COpenAPI"], path: "openapi",
            exclude: ["openapi.yaml", "docs.html"], swiftSettings: strict),
        .target(
            name: "Mappings", path: "mappings",
            resources: [
                .embedInCode("chatwoot-conversations.yaml"), .embedInCode("chatwoot-messages.yaml"),
                .embedInCode("hubspot-contact-changes.yaml"), .embedInCode("hubspot-contacts.yaml"),
                .embedInCode("magento-orders.yaml"), .embedInCode("segment.yaml"),
                .embedInCode("shopify-checkouts.yaml"),
                .embedInCode("shopify-customers.yaml"), .embedInCode("shopify-fulfillments.yaml"),
                .embedInCode("shopify-orders.yaml"), .embedInCode("shopify-refunds.yaml"),
                .embedInCode("woocommerce-customers.yaml"), .embedInCode("woocommerce-orders.yaml"),
                .embedInCode("woocommerce-refunds.yaml"),
                .embedInCode("zendesk-events.yaml"), .embedInCode("zendesk-satisfaction.yaml"),
                .embedInCode("zendesk-tickets.yaml"), .embedInCode("zendesk-users.yaml"),
            ],
            swiftSettings: strict),
        .target(
            name: "ConsolePages", path: "console", resources: consoleFiles.map { .embedInCode($0) },
            swiftSettings: strict),
        .target(
            name: "InboundWebhooks",
            dependencies: ["ProfileWire", "ProfileCore", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: strict),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(
            name: "Telemetry",
            dependencies: [
                "ProfileWire",
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: strict),
        .target(
            name: "ProfileHTTP",
            dependencies: [
                "ProfileService", "ProfileWire", "ProfileStore", "ProfileCore", "Packing", "OpenAPIDocument", "Gzip",
                "ConsolePages", "CMalloc", "InboundWebhooks", "Telemetry",
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        .target(
            name: "ProfileWebhooks",
            dependencies: [
                "ProfileService", "ProfileWire", "ProfileStore", "ProfileCore", "CCurl", "Telemetry",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: strict),

        .target(name: "SampleShop", dependencies: ["ProfileWire", "ProfileCore"], swiftSettings: strict),
        .executableTarget(
            name: "clientele",
            dependencies: [
                "ProfileHTTP", "ProfileService", "ProfileWire", "ProfileStore", "SQLiteStore", "PostgresStore",
                "ProfileCore", "ProfileWebhooks", "Mappings", "SampleShop", "Gzip", "CCurl", "CMalloc", "Telemetry",
                "Sorting",
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),

        .testTarget(
            name: "ProfileCoreTests", dependencies: ["ProfileCore"], exclude: ["Encoding/Golden"],
            swiftSettings: strict),
        .testTarget(name: "ProfileWireTests", dependencies: ["ProfileWire", "ProfileCore"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "SQLiteStore", "SQLStore", "StoreContract", "ProfileStore", "ProfileCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresStoreTests",
            dependencies: [
                "PostgresStore", "SQLiteStore", "SQLStore", "StoreContract", "ProfileStore", "ProfileCore", "CPostgres",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ProfileServiceTests",
            dependencies: [
                "ProfileService", "ProfileWire", "SQLiteStore", "PostgresStore", "SQLStore", "ProfileStore",
                "ProfileCore", "CPostgres", "Sorting",
            ],
            exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "ProfileHTTPTests",
            dependencies: [
                "ProfileHTTP", "ProfileService", "ProfileWire", "SQLiteStore", "SQLStore", "ProfileStore",
                "ProfileCore", "OpenAPIDocument", "ConsolePages", "Gzip", "Mappings", "Telemetry",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SampleShopTests", dependencies: ["SampleShop", "ProfileWire", "ProfileCore"], swiftSettings: strict),
        .testTarget(
            name: "InboundWebhooksTests", dependencies: ["InboundWebhooks", "ProfileWire", "ProfileCore"],
            swiftSettings: strict),
        .testTarget(
            name: "ProfileWebhooksTests",
            dependencies: ["ProfileWebhooks", "ProfileService", "ProfileWire", "ProfileStore", "ProfileCore"],
            swiftSettings: strict),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "Telemetry", "ProfileWire",
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: strict),
        .testTarget(name: "PackingTests", dependencies: ["Packing"], swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(
            name: "BinaryTests", dependencies: ["clientele", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)

// What only measuring needs, and ordinary builds leave alone: CLIENTELE_BENCHMARKS=peers names the server that
// answers are measured against, CLIENTELE_BENCHMARKS=micro the benchmarks of single steps.
switch Context.environment["CLIENTELE_BENCHMARKS"] {
case "peers":
    package.targets.append(
        .executableTarget(
            name: "BareHandler",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/BareHandler", swiftSettings: strict))
case "micro":
    // Without its traits, which need more packages; so allocations are counted by our own few lines.
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    package.targets += [
        .target(name: "CAllocations", path: "Benchmarks/CAllocations"),
        .executableTarget(
            name: "ProfileSteps",
            dependencies: [
                "CAllocations", "ProfileWire", "ProfileStore", "ProfileCore",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/ProfileSteps", swiftSettings: [.swiftLanguageMode(.v6)],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
default: break
}
