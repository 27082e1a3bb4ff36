import HTTPTypes
import ProfileWire

/// Why a message of the Model Context Protocol is not answered as wished: an error as of JSON-RPC 2.0.
///
/// No text in it repeats what came with the message, but for a version.
struct MCPFault: Error, Hashable, Sendable {
    enum Code: Int, Sendable {
        case parse = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case resourceNotFound = -32002
        /// The key is missing, or may not do that.
        case refused = -32003
        case headerMismatch = -32020
        case unsupportedVersion = -32022
    }

    let code: Code
    let message: String
    /// The version that is not spoken here, of as many characters as versions have at most.
    private(set) var requested: String?
    var status: HTTPResponse.Status = .badRequest

    init(_ code: Code, _ message: String, status: HTTPResponse.Status = .badRequest) {
        (self.code, self.message, self.status) = (code, message, status)
    }

    static func unsupported(_ version: String) -> MCPFault {
        var fault = MCPFault(.unsupportedVersion, "This version of the protocol is not spoken here.")
        fault.requested = String(version.prefix(32))
        return fault
    }

    static let unknownMethod = MCPFault(.methodNotFound, "There is no such method.", status: .notFound)
}

/// A request of a client.
struct MCPRequest: Sendable {
    /// A string or a number.
    let id: JSONValue
    let method: String
    let params: JSONValue

    var meta: JSONValue? { params.member(["_meta"]) }
}

/// What a client sends in one body.
enum MCPMessage: Sendable {
    case request(MCPRequest)
    case notification
    /// An answer to a request of ours, which we never send.
    case response

    init(json bytes: [UInt8]) throws(MCPFault) {
        guard let value = try? JSONReader.parse(bytes) else {
            throw MCPFault(.parse, "The body has to be one JSON value.")
        }
        guard case .object(let object) = value, object["jsonrpc"] == .string("2.0"), object.repeatedNames.isEmpty else {
            throw MCPFault(.invalidRequest, "The body has to be one message of JSON-RPC 2.0.")
        }
        guard case .string(let method)? = object["method"] else {
            let answers = [object["result"], object["error"]].compactMap(\.self)
            guard !answers.isEmpty, answers.allSatisfy(\.isObject) else {
                throw MCPFault(.invalidRequest, "A request names its method.")
            }
            self = .response
            return
        }
        let params = object["params"] ?? .object(JSONObject(members: []))
        guard case .object = params else { throw MCPFault(.invalidRequest, "The params have to be an object.") }
        switch object["id"] {
        case nil: self = .notification
        case let id? where id.isRequestID: self = .request(MCPRequest(id: id, method: method, params: params))
        default: throw MCPFault(.invalidRequest, "An id is a string or a whole number.")
        }
    }
}

extension JSONValue {
    /// The longest id of a request, in characters: it is repeated in every message of a stream.
    private static let longestID = 256

    /// Every reader of JSON has such a number as it is.
    private static func isWhole(_ text: String) -> Bool {
        Double(text).map { $0.rounded() == $0 && $0.magnitude <= 0x1.fffffffffffffp52 } ?? false
    }

    fileprivate var isObject: Bool { if case .object = self { true } else { false } }

    fileprivate var isRequestID: Bool {
        switch self {
        case .string(let text): text.unicodeScalars.count <= Self.longestID
        case .number(let text): text.utf8.count <= Self.longestID && Self.isWhole(text)
        default: false
        }
    }
}
