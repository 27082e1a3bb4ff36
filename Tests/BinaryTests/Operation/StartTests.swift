import Foundation
import Testing

@Suite("What keeps the service from starting is said in words")
struct StartTests {
    @Test("A second service on the same store is refused, and told who has it")
    func second() async throws {
        let server = try await Server()
        let second = try await Command.run("serve", "--port", "0", in: server.folder)
        #expect(second.status == 1)
        #expect(second.errors.contains("in use by another process (\(server.program.pid))"))
        #expect(try await server.send("GET", "/readyz").status == 200)
    }

    @Test("Commands that only read work beside a running service, those that write are refused")
    func beside() async throws {
        let server = try await Server()
        _ = try await server.send("PUT", "/v1/sources/erp/orders/1", Records.orderBody(of: "1"))
        let profile = try await Command.run("profile", "crm:1", in: server.folder)
        #expect(profile.status == 0)
        #expect(try JSON(profile.output.utf8)["purchases"]?["orders"]?.integer == 1)
        #expect(try await Command.run("policy", "show", in: server.folder).status == 0)
        #expect(try await Command.run("keys", "list", in: server.folder).status == 0)
        for command in ["rebuild", "migrate", "demo"] {
            let refused = try await Command.run(command, in: server.folder)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("in use by another process"), "\(command): \(refused.errors)")
        }
    }

    @Test("The service reports to its parent when it takes requests")
    func ready() async throws {
        let folder = try Folder()
        let mailbox = try Mailbox(path: folder.file("notify"))
        let server = try await Server(in: folder, environment: ["NOTIFY_SOCKET": folder.file("notify")])
        #expect(try await onOwnThread { try mailbox.receive() } == "READY=1")
        #expect(try await server.send("GET", "/livez").status == 200)
        let deaf = try await Server(environment: ["NOTIFY_SOCKET": folder.file("nobody")])
        #expect(try await deaf.send("GET", "/livez").status == 200)
    }

    @Test("A port that is taken is named")
    func port() async throws {
        let server = try await Server()
        let other = try await Command.run("serve", "--port", "\(server.port)", in: try Folder())
        #expect(other.status == 1)
        #expect(other.errors.contains("127.0.0.1:\(server.port)"))
        #expect(other.errors.contains("clientele: cannot listen on"))
    }

    @Test("A host that is none here is named")
    func host() async throws {
        let environment = ["CLIENTELE_ADMIN_KEY": Server.adminKey]
        let other = try await Command.run(
            "serve", "--host", "192.0.2.1", "--port", "0", in: try Folder(), environment: environment)
        #expect(other.status == 1)
        #expect(other.errors.contains("clientele: cannot listen on 192.0.2.1:0"))
    }

    @Test("A store that cannot be opened is told from one that is none")
    func store() async throws {
        let folder = try Folder()
        let missing = try await Command.run("serve", "--database", "sqlite:/nowhere/at/all.db", in: folder)
        #expect(missing.status == 1)
        #expect(missing.errors.contains("cannot be opened: No such file or directory"))
        let text = try folder.write(String(repeating: "This is no database.\n", count: 1000), to: "text")
        let none = try await Command.run("serve", "--database", "sqlite:\(text)", in: folder)
        #expect(none.status == 1)
        #expect(none.errors.contains("not a Clientele database"))
        #expect(folder.text(of: "text").hasPrefix("This is no database."))
        let unknown = try await Command.run("serve", "--database", "mysql://a", in: folder)
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("sqlite:PATH"))
    }

    @Test("The files of the store are nobody else's to read")
    func rights() async throws {
        let server = try await Server()
        for name in ["clientele.db", "clientele.db-wal", "clientele.db-shm", "clientele.db-lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: server.folder.file(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }
}
