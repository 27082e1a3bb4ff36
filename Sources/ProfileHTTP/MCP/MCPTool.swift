import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Something that an assistant may have done for it.
struct MCPTool: Sendable {
    /// The answer as one JSON object; throws `WireRejection` for wrong arguments, `Problem` for what cannot be done.
    typealias Call = @Sendable (_ arguments: JSONValue, Exchange) async throws -> [UInt8]

    let name: String
    let title: String
    let description: String
    let access: Access
    let input: ToolSchema
    let output: ToolSchema
    /// Whether it changes nothing.
    var isReadOnly = true
    let call: Call

    /// In the order in which they are listed.
    static let all = [findCustomer, getBrief, getTimeline, explainValue, vipStatus, rankQueue, setTier]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("title", title)
            json.member("description", description)
            json.member("inputSchema") { input.write(to: &$0) }
            json.member("outputSchema") { output.write(to: &$0) }
            json.member("annotations") { json in
                json.object {
                    $0.member("title", title)
                    $0.member("readOnlyHint", isReadOnly)
                    // What is written takes the place of what was there.
                    $0.member("destructiveHint", !isReadOnly)
                    $0.member("idempotentHint", true)
                    $0.member("openWorldHint", false)
                }
            }
        }
    }
}

/// What came of a call.
enum MCPToolAnswer: Sendable {
    case document([UInt8])
    /// Why nothing came of it, for the model to mend.
    case failure(String)

    /// Calls the tool. What is wrong with the call or cannot be done becomes a failure; throws a problem when the key
    /// does not do, and when the service cannot answer at the moment.
    init(_ tool: MCPTool, _ arguments: JSONValue, _ exchange: Exchange) async throws {
        try tool.access.check(exchange.key)
        do {
            self = .document(try await tool.call(arguments, exchange))
        } catch let rejection as WireRejection {
            let flaws = rejection.problems.map { ($0.pointer.isEmpty ? "arguments" : $0.pointer) + ": " + $0.detail }
            self = .failure("The arguments are not as described. " + flaws.joined(separator: "; "))
        } catch {
            let problem = (error as? StewardError).map { Problem($0) } ?? error as? Problem
            guard let problem, problem.isOfTheCall else { throw error }
            self = .failure(([problem.detail] + problem.flaws.map(\.detail)).joined(separator: " "))
        }
    }

    func write(to json: inout JSONWriter) {
        switch self {
        case .document(let document):
            json.member("content") { $0.text(String(decoding: document, as: UTF8.self)) }
            json.member("structuredContent") { $0.value(rendered: document) }
            json.member("isError", false)
        case .failure(let reason):
            json.member("content") { $0.text(reason) }
            json.member("isError", true)
        }
    }
}

extension Problem {
    fileprivate var isOfTheCall: Bool {
        switch kind {
        case .notFound, .ambiguousIdentifier, .malformedRequest, .invalidBody, .stateConflict: true
        default: false
        }
    }
}

extension JSONWriter {
    fileprivate mutating func text(_ text: String) {
        array(of: [text]) { json, text in
            json.object {
                $0.member("type", "text")
                $0.member("text", text)
            }
        }
    }
}
