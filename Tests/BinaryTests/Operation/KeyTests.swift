import Foundation
import Testing

@Suite("Keys: shown once, kept as a hash, gone when revoked")
struct KeyTests {
    @Test("The first start makes an admin key, shows it once and keeps only its hash")
    func first() async throws {
        let server = try await Server(adminKey: nil)
        let line = try #require(server.program.output.split(separator: "\n").first)
        let key = try #require(line.split(separator: " ").last.map(String.init))
        #expect(key.hasPrefix("ck_"))
        #expect(try await server.send("GET", "/v1/keys", key: key).status == 200)
        let secret = try #require(key.split(separator: "_").last)
        for name in try FileManager.default.contentsOfDirectory(atPath: server.folder.path)
        where name.hasPrefix("clientele.db") {
            #expect(server.folder.bytes(of: name).range(of: Data(secret.utf8)) == nil, "\(name)")
        }
        #expect(!server.program.errors.contains(secret))
        #expect(try await server.stop() == 0)
        let again = try await Server(in: server.folder, adminKey: nil)
        #expect(again.program.output.isEmpty)
        #expect(try await again.send("GET", "/v1/keys", key: key).status == 200)
    }

    @Test("Nobody listens beyond this machine without a key")
    func beyond() async throws {
        let folder = try Folder()
        for host in ["0.0.0.0", "::", "192.0.2.1", "localhost.example"] {
            let refused = try await Command.run("serve", "--host", host, "--port", "0", in: folder)
            #expect(refused.status == 78, "\(host)")
            #expect(refused.errors.contains("refusing to listen beyond loopback without a key"))
            #expect(refused.output.isEmpty)
        }
        let server = try await Server(in: folder, ["--host", "0.0.0.0"])
        #expect(try await server.send("GET", "/v1/keys").status == 200)
    }

    @Test("A key of the operator's own that is none is refused without repeating it")
    func malformed() async throws {
        for key in ["secret-of-mine", "ck_me_short", "ck_me_" + String(repeating: "ä", count: 40)] {
            let refused = try await Command.run(
                "serve", "--port", "0", in: try Folder(), environment: ["CLIENTELE_ADMIN_KEY": key])
            #expect(refused.status == 78)
            #expect(refused.errors.contains("CLIENTELE_ADMIN_KEY must look like ck_NAME_SECRET"))
            #expect(!refused.errors.contains(key))
        }
    }

    @Test("A key of the operator's own that is easy to guess is refused")
    func guessable() async throws {
        for arguments in [["serve", "--port", "0"], ["serve", "--check"]] {
            let refused = try await Command.run(
                arguments, in: try Folder(),
                environment: ["CLIENTELE_ADMIN_KEY": "ck_admin_" + String(repeating: "a", count: 32)])
            #expect(refused.status == 78)
            #expect(refused.errors.contains("CLIENTELE_ADMIN_KEY is easy to guess"))
            #expect(refused.errors.contains("ck_admin_$(openssl rand -hex 32)"))
        }
    }

    @Test("A revoked key opens nothing any more, also after a restart")
    func revoked() async throws {
        let server = try await Server()
        let made = try await server.send("POST", "/v1/keys", #"{"name":"router","scopes":["vip:read"]}"#)
        let key = try #require(try made.json["key"]?.text)
        let id = try #require(try made.json["id"]?.text)
        #expect(try await server.send("GET", "/v1/vip/crm:1", key: key).status == 200)
        #expect(try await server.send("DELETE", "/v1/keys/\(id)").status == 204)
        #expect(try await server.send("GET", "/v1/vip/crm:1", key: key).status == 401)
        try await server.kill()
        let again = try await Server(in: server.folder)
        #expect(try await again.send("GET", "/v1/vip/crm:1", key: key).status == 401)
    }

    @Test("The command line makes, lists and revokes keys while no service runs")
    func commands() async throws {
        let folder = try Folder()
        let made = try await Command.run(
            "keys", "create", "router", "--scope", "vip:read", "--scope", "ingest:write", "--source", "erp", in: folder)
        #expect(made.status == 0)
        let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let id = String(key.split(separator: "_")[1])
        let list = try await Command.run("keys", "list", in: folder)
        #expect(list.output == "\(id)\trouter\tingest:write,vip:read\terp\tactive\n")
        var server = try await Server(in: folder)
        #expect(try await server.send("GET", "/v1/vip/crm:1", key: key).status == 200)
        let other = try await server.send("PUT", "/v1/sources/crm/orders/1", Records.orderBody(of: "1"), key: key)
        #expect(other.status == 403)
        #expect(try await server.stop() == 0)
        #expect(try await Command.run("keys", "revoke", id, in: folder).status == 0)
        #expect(try await Command.run("keys", "revoke", "nobody", in: folder).status == 1)
        #expect(
            try await Command.run("keys", "list", in: folder).output.contains(
                "\(id)\trouter\tingest:write,vip:read\terp\trevoked\n"))
        #expect(try await Command.run("keys", "create", "x", "--scope", "root", in: folder).status == 64)
        server = try await Server(in: folder)
        #expect(try await server.send("GET", "/v1/vip/crm:1", key: key).status == 401)
    }
}
