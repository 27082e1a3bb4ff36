import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A server that answers every request with the head and the body it read from a file at the start, and does nothing
/// else: what Hummingbird itself costs, for answers of equal bytes.
///
///     BareHandler PORT FILE
///
/// The file holds an answer as `curl --include` writes it.
@main
enum BareHandler {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[1]) else { throw Usage() }
        let (fields, body) = try answer(in: URL(filePath: arguments[2]))
        var logger = Logger(label: "bare")
        logger.logLevel = .warning
        let application = Application(
            responder: CallbackResponder { (_: Request, _: BasicRequestContext) in
                Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: body))
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }

    /// Without the fields that the server writes by itself.
    private static func answer(in file: URL) throws -> (HTTPFields, ByteBuffer) {
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let end = text.range(of: "\r\n\r\n") ?? text.endIndex..<text.endIndex
        var fields = HTTPFields()
        for line in text[..<end.lowerBound].components(separatedBy: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { throw Usage() }
            if name == .contentLength || name == .date { continue }
            fields[name] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return (fields, ByteBuffer(string: String(text[end.upperBound...])))
    }

    struct Usage: Error, CustomStringConvertible {
        let description = "usage: BareHandler PORT FILE"
    }
}
