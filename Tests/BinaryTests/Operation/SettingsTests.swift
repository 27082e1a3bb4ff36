import Testing

@Suite("Settings: checked, explained, and the nearer one wins")
struct SettingsTests {
    @Test("serve --check shows what holds, secrets left out, and touches no store")
    func check() async throws {
        let folder = try Folder()
        let config = try folder.write(
            """
            default_time_zone: Europe/Berlin
            default_currency: GBP
            contact_hours:
              from: "09:00"
            invitations: {per_day: 3, rest_days: 0}
            mcp: {origins: ["https://desk.example.com"], authorization_servers: ["https://login.example.com/shop"]}
            sources:
              crm:
                priority: 7
                phone_region: GB
              partner:
                states: [partner, email]
                joins: false
                grants: false
            identifiers:
              email:
                limit: 3
            """, to: "clientele.yaml")
        let checked = try await Command.run(
            "serve", "--check", "--config", config, in: folder,
            environment: [
                "CLIENTELE_ADMIN_KEY": Server.adminKey,
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://ada:hunter2@collector:4318",
            ])
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(!checked.output.contains("hunter2"))
        for line in [
            "mcp.origins: https://desk.example.com", "mcp.authorization_servers: https://login.example.com/shop",
            "telemetry: spans to http://…@collector:4318/v1/traces",
            "default_time_zone: Europe/Berlin", "default_currency: GBP", "contact_hours: 09:00 to 21:00",
            "admin_key: set", "source crm: priority 7, phone_region GB",
            "time_zone none, states all, joins true, grants true",
            "invitations: 3 a day, none for 0 days after one was declined",
            "time_zone none, states [email, partner], joins false, grants false",
        ] {
            #expect(checked.output.contains(line), "\(line)")
        }
        #expect(checked.output.contains("identifier email: priority") && checked.output.contains("limit 3, strong"))
        #expect(!checked.output.contains(Server.adminKey))
        #expect(folder.bytes(of: "clientele.db").isEmpty)
    }

    @Test(
        "A wrong value is answered with its key, its variable and the rule",
        arguments: [
            ("http: {port: 70000}", "http.port (CLIENTELE_HTTP_PORT) must be a whole number from 0 to 65535"),
            ("default_time_zone: Mars/Olympus", "default_time_zone (CLIENTELE_DEFAULT_TIME_ZONE) must be an IANA"),
            ("default_currency: QQQ", "default_currency (CLIENTELE_DEFAULT_CURRENCY) must be an ISO 4217 code"),
            ("contact_hours: {from: \"22:00\"}", "contact_hours.to (CLIENTELE_CONTACT_HOURS_TO) must be later"),
            ("invitations: {per_day: -1}", "invitations.per_day (CLIENTELE_INVITATIONS_PER_DAY) must be a whole"),
            ("invitations: {rest_days: never}", "invitations.rest_days (CLIENTELE_INVITATIONS_REST_DAYS) must be"),
            ("invitations: {rest_days: 366}", "must be a whole number from 0 to 365"),
            ("sources: {accept_undeclared: maybe}", "must be true or false"),
            ("sources: {crm: {phone_region: XX}}", "sources.crm.phone_region"),
            ("sources: {email: {priority: 1}}", "sources.email"),
            ("sources: {crm: {states: email}}", "sources.crm.states (CLIENTELE_SOURCES_CRM_STATES) must be a list"),
            ("sources: {crm: {states: [E-Mail]}}", "sources.crm.states"),
            ("sources: {crm: {joins: perhaps}}", "sources.crm.joins (CLIENTELE_SOURCES_CRM_JOINS) must"),
            ("sources: {crm: {grants: [false]}}", "(CLIENTELE_SOURCES_CRM_GRANTS) must be one value"),
            ("identifiers: {email: {strength: iron}}", "identifiers.email.strength"),
            ("identifiers: {email: {blocked: [\"(\"]}}", "identifiers.email.blocked"),
            ("panel: {hosts: [\"https://a.example; script-src *\"]}", "panel.hosts (CLIENTELE_PANEL_HOSTS) must be a"),
            ("mcp: {origins: [\"https://*.example.com\"]}", "mcp.origins (CLIENTELE_MCP_ORIGINS) must be a list of"),
            ("mcp: {authorization_servers: [\"http://a.example\"]}", "mcp.authorization_servers (CLIENTELE_MCP_AUTH"),
            ("panel: {zendesk: {key: x}}", "panel.zendesk.audience, panel.zendesk.key go together"),
            ("panel: {zendesk: {key: x, audience: y, public_key: none.pem}}", "panel.zendesk.public_key (CLIENTELE"),
            ("panel: {zendesk: {key: x, audience: y, public_key: \"-----BEGIN\"}}", "must be an RSA key of 2,048"),
            ("panel: {intercom: {external_id: crm}}", "(CLIENTELE_PANEL_INTERCOM_SECRET) must be set where"),
            ("panel: {intercom: {secret: x, external_id: C-M}}", "panel.intercom.external_id"),
            (
                "{panel: {intercom: {secret: x, external_id: shop}}, sources: {accept_undeclared: false, crm: {}}}",
                "panel.intercom.external_id (CLIENTELE_PANEL_INTERCOM_EXTERNAL_ID) must be a declared type"
            ),
            ("panel: {intercom: {secret: fifteen-letters}}", "(CLIENTELE_PANEL_INTERCOM_SECRET) must have 16"),
            ("secrets: {key: c2hvcnQ=}", "secrets.key (CLIENTELE_SECRETS_KEY) must be 32 random bytes in base64"),
            ("secrets: {key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}", "must be 32 random bytes"),
            ("secrets: {former_keys: [c2hvcnQ=]}", "secrets.key (CLIENTELE_SECRETS_KEY) must be set where"),
            ("log: {level: loud}", "log.level (CLIENTELE_LOG_LEVEL) must be one of trace"),
            ("contact_hour: {from: \"08:00\"}", "unknown key contact_hour.from; did you mean contact_hours.from?"),
            ("http: {prot: 80}", "unknown key http.prot; did you mean http.port?"),
            ("colour: blue", "unknown key colour"),
            ("sources: {crm: {priorty: 1}}", "did you mean sources.crm.priority?"),
            ("http: [80]", "http"),
            ("- a list", "configuration"),
            ("just words", "configuration"),
            ("a: [", "is not valid YAML"),
        ])
    func wrong(yaml: String, expected: String) async throws {
        let folder = try Folder()
        let config = try folder.write(yaml, to: "clientele.yaml")
        let checked = try await Command.run("serve", "--check", "--config", config, in: folder)
        #expect(checked.status == 78, "\(checked.output)")
        #expect(checked.errors.contains(expected), "\(checked.errors)")
        #expect(checked.output.isEmpty)
    }

    @Test("A file that is missing is an error, not the defaults")
    func missing() async throws {
        let folder = try Folder()
        let checked = try await Command.run("serve", "--check", "--config", folder.file("none.yaml"), in: folder)
        #expect(checked.status == 78)
        #expect(checked.errors.contains("cannot read the file given by --config"))
    }

    @Test("An empty file leaves the defaults")
    func empty() async throws {
        let folder = try Folder()
        let config = try folder.write("# nothing yet\n", to: "clientele.yaml")
        let checked = try await Command.run("serve", "--check", in: folder, environment: ["CLIENTELE_CONFIG": config])
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(checked.output.contains("http: 127.0.0.1:8080"))
    }

    @Test("The command line beats the environment, which beats the file")
    func precedence() async throws {
        let folder = try Folder()
        let config = try folder.write(
            "database: sqlite:file.db\nhttp:\n  host: 127.0.0.3\n  port: 3\ndefault_currency: GBP\n", to: "c.yaml")
        let environment = [
            "CLIENTELE_CONFIG": config, "CLIENTELE_HTTP_HOST": "127.0.0.2", "CLIENTELE_HTTP_PORT": "2",
            "CLIENTELE_DATABASE": "sqlite:environment.db",
        ]
        let near = try await Command.run("serve", "--check", in: folder, environment: environment)
        #expect(near.output.contains("http: 127.0.0.2:2,"))
        #expect(near.output.contains("database: sqlite:environment.db"))
        #expect(near.output.contains("default_currency: GBP"))
        let nearest = try await Command.run(
            "serve", "--check", "--host", "127.0.0.1", "--port", "1", "--database", "sqlite:line.db", in: folder,
            environment: environment)
        #expect(nearest.output.contains("http: 127.0.0.1:1,"))
        #expect(nearest.output.contains("database: sqlite:line.db"))
    }

    @Test("serve --check refuses what serve would refuse")
    func refusals() async throws {
        let folder = try Folder()
        let short = try await Command.run(
            "serve", "--check", in: folder, environment: ["CLIENTELE_ADMIN_KEY": "ck_short_key"])
        #expect(short.status == 78 && short.errors.contains("CLIENTELE_ADMIN_KEY must look like ck_NAME_SECRET"))
        #expect(!short.errors.contains("ck_short_key"))
        let open = try await Command.run("serve", "--check", "--host", "0.0.0.0", in: folder)
        #expect(open.status == 78 && open.errors.contains("refusing to listen beyond loopback without a key"))
        #expect(folder.bytes(of: "clientele.db").isEmpty)
        #expect(try await Command.run("keys", "create", "ops", "--scope", "admin", in: folder).status == 0)
        #expect(try await Command.run("serve", "--check", "--host", "0.0.0.0", in: folder).status == 0)
        let place = try await Command.run("serve", "--check", "--database", "mysql://a", in: folder)
        #expect(place.status == 64 && place.errors.contains("sqlite:PATH"))
    }

    @Test("What is blocked of a source's ids may stand in the environment alone")
    func blockedIDs() async throws {
        let folder = try Folder()
        let environment = ["CLIENTELE_SOURCES_DECLARED": "crm", "CLIENTELE_IDENTIFIERS_CRM_BLOCKED": "("]
        let command = try await Command.run("serve", "--check", in: folder, environment: environment)
        #expect(command.status == 78)
        #expect(command.errors.contains("identifiers.crm.blocked (CLIENTELE_IDENTIFIERS_CRM_BLOCKED) must hold"))
    }

    @Test("Variables of OpenTelemetry that have no effect are named, before the start and at it, without their values")
    func passedOver() async throws {
        let environment = [
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY": "hunter2", "OTEL_SERVICE_NAME": "shop",
        ]
        let checked = try await Command.run("serve", "--check", in: Folder(), environment: environment)
        #expect(checked.status == 0 && !checked.output.contains("hunter2"))
        #expect(checked.output.contains("warning: OTEL_EXPORTER_OTLP_PROTOCOL: spans are sent as http/json alone"))
        #expect(checked.output.contains("warning: OTEL_EXPORTER_OTLP_CLIENT_KEY: "))
        #expect(!checked.output.contains("OTEL_SERVICE_NAME"))
        let server = try await Server(environment: environment)
        #expect(try await server.stop() == 0)
        let warnings = server.program.errors.split(separator: "\n").filter { $0.contains("OTEL_") }
        #expect(warnings.count == 2 && warnings.allSatisfy { $0.contains(#""level":"warning""#) })
        #expect(!server.program.errors.contains("hunter2") && !server.program.errors.contains("grpc"))
    }

    @Test("An unknown variable that looks like a setting is reported, with a suggestion")
    func strayVariables() async throws {
        let folder = try Folder()
        let command = try await Command.run(
            "serve", "--check", in: folder,
            environment: [
                "CLIENTELE_DEFUALT_CURRENCY": "secret", "CLIENTELE_PORT": "80", "CLIENTELE_COLOUR": "blue",
                "CLIENTELE_SOURCES_CRM_PRIORTY": "1", "CLIENTELE_SOURCES_DECLARED": "crm,erp",
                "CLIENTELE_SOURCES_ERP_PRIORITY": "7", "CLIENTELE_SERVICE_HOST": "10.0.0.1", "CLIENTELE_KEY": "ck_",
            ])
        #expect(command.status == 0 && !command.errors.contains("secret"))
        #expect(
            command.errors.split(separator: "\n") == [
                "clientele: CLIENTELE_COLOUR is no setting and is ignored",
                "clientele: CLIENTELE_DEFUALT_CURRENCY is no setting and is ignored; "
                    + "did you mean CLIENTELE_DEFAULT_CURRENCY?",
                "clientele: CLIENTELE_PORT is no setting and is ignored; did you mean CLIENTELE_HTTP_PORT?",
                "clientele: CLIENTELE_SOURCES_CRM_PRIORTY is no setting and is ignored; "
                    + "did you mean CLIENTELE_SOURCES_CRM_PRIORITY?",
            ])
        #expect(command.output.contains("source erp: priority 7"))
    }
}
