import Foundation

/// Signs with the `openssl` program, so that what the server verifies was signed by somebody else.
struct OpenSSL {
    struct Failed: Error {}

    private let folder: URL
    /// The public key as PEM.
    let publicKey: String

    /// Draws an RSA key.
    init(bits: Int = 2048) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "key.pem").path(percentEncoded: false)
        _ = try Self.run(["genrsa", "-out", file, String(bits)])
        publicKey = String(decoding: try Self.run(["rsa", "-in", file, "-pubout"]), as: UTF8.self)
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// RSA with PKCS #1 padding and SHA-256.
    func sign(_ text: String) throws -> [UInt8] {
        let file = folder.appending(path: "key.pem").path(percentEncoded: false)
        return try Self.run(["dgst", "-sha256", "-sign", file], input: Array(text.utf8))
    }

    /// HMAC-SHA256.
    static func authenticate(_ text: String, with secret: String) throws -> [UInt8] {
        try authenticate(Array(text.utf8), with: secret)
    }

    /// The same of any bytes.
    static func authenticate(_ bytes: [UInt8], with secret: String) throws -> [UInt8] {
        let key = Array(secret.utf8).hexadecimal
        return try run(["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(key)", "-binary"], input: bytes)
    }

    /// A JSON Web Token of that header and those claims.
    static func token(
        _ claims: String, header: String = #"{"alg":"RS256","typ":"JWT"}"#, sign: (String) throws -> [UInt8]
    ) rethrows -> String {
        let signed = inURL(Array(header.utf8)) + "." + inURL(Array(claims.utf8))
        return signed + "." + inURL(try sign(signed))
    }

    private static func inURL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func run(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let (questions, answers) = (Pipe(), Pipe())
        process.standardInput = questions
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        try process.run()
        try questions.fileHandleForWriting.write(contentsOf: Data(input))
        try questions.fileHandleForWriting.close()
        let output = try answers.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return Array(output)
    }
}

extension [UInt8] {
    var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
