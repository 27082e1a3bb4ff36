import Foundation

/// A receiver of messages, which checks their signatures with code of its own and answers as the path says.
final class MessageReceiver: Sendable {
    /// A message as it came.
    struct Message: Sendable {
        let path: String
        let id: String
        let at: Double
        let isSigned: Bool
        let body: JSON
    }

    let port: Int
    private let folder: Folder
    private let program: Program

    init(port: Int? = nil) async throws {
        let (folder, port) = (try Folder(), try port ?? Socket.freePort())
        program = try Program(
            command: ["python3", "-c", Self.script, String(port), folder.file("came"), folder.file("secrets")],
            in: folder)
        (self.folder, self.port) = (folder, port)
        while (try? Socket(port: port)) == nil { try await Task.sleep(for: .milliseconds(20)) }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// From now on messages to the path are checked by the secret.
    func know(_ secret: String, for path: String) throws {
        _ = try folder.write(folder.text(of: "secrets") + "\(path) \(secret)\n", to: "secrets")
    }

    /// From now on what comes to `/hold` is answered.
    func open() throws {
        _ = try folder.write("", to: "came.open")
    }

    /// What came, in order.
    func messages(_ path: String? = nil) throws -> [Message] {
        try folder.text(of: "came").split(separator: "\n").compactMap { line in
            let json = try JSON(line.utf8)
            guard let came = json["path"]?.text, path == nil || came == path, let id = json["id"]?.text,
                let body = json["body"]?.text, case .number(let at)? = json["at"]
            else { return nil }
            return Message(
                path: came, id: id, at: at, isSigned: json["signed"] == .bool(true), body: try JSON(body.utf8))
        }
    }

    /// `/ok`; `/status/N`; `/first/N/S` answers N to the first attempt of a message, with `Retry-After: S` unless it is
    /// 0; `/busy/N/S` answers so to the very first message alone; `/hang` never answers; `/hold` not before it is
    /// opened; `/redirect/PORT` leads to another receiver.
    private static let script = """
        import base64, hashlib, hmac, http.server, json, os, socketserver, sys, threading, time
        port, came, secrets = int(sys.argv[1]), sys.argv[2], sys.argv[3]
        lock, seen = threading.Lock(), {}
        def signed(path, headers, body):
            try: known = dict(line.split(" ") for line in open(secrets).read().splitlines())
            except OSError: return False
            if path not in known: return False
            key = base64.b64decode(known[path].removeprefix("whsec_"))
            content = (headers["webhook-id"] + "." + headers["webhook-timestamp"] + ".").encode() + body
            code = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
            if abs(time.time() - int(headers["webhook-timestamp"])) > 300: return False
            return code in headers["webhook-signature"].split(" ")
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *words): pass
            def do_GET(self): self.do_POST()
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                id = self.headers.get("webhook-id") or ""
                with lock:
                    seen[id] = attempt = seen.get(id, 0) + 1
                    seen[self.path] = number = seen.get(self.path, 0) + 1
                    line = {"path": self.path, "id": id, "at": time.time(), "body": body.decode(),
                        "signed": signed(self.path, self.headers, body)}
                    with open(came, "a") as file: file.write(json.dumps(line) + "\\n")
                parts, status, fields = self.path.strip("/").split("/"), 204, {}
                if parts[0] == "status": status = int(parts[1])
                if parts[0] == "first" and attempt == 1:
                    status = int(parts[1])
                    if parts[2] != "0": fields["Retry-After"] = parts[2]
                if parts[0] == "busy" and number == 1: status, fields["Retry-After"] = int(parts[1]), parts[2]
                if parts[0] == "redirect": status, fields["Location"] = 302, "http://127.0.0.1:" + parts[1] + "/canary"
                if parts[0] == "hang": time.sleep(600)
                while parts[0] == "hold" and not os.path.exists(came + ".open"): time.sleep(0.02)
                self.send_response(status)
                for name, value in fields.items(): self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads, request_queue_size, allow_reuse_address = True, 128, True
        Server(("127.0.0.1", port), Handler).serve_forever()
        """
}
