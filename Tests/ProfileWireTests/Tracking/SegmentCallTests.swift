import ProfileCore
import Testing

@testable import ProfileWire

@Suite("Calls of tracking libraries are read message by message")
struct SegmentCallTests {
    /// 2026-11-26T12:00:00Z.
    private static let moment = Timestamp(milliseconds: 1_795_694_400_000)

    private static func messages(
        _ json: String, _ method: SegmentCall.Method = .batch
    ) throws -> [SegmentCall.Message] {
        let call = try SegmentCall(JSONReader.parse(Array(json.utf8)), as: method)
        return call.read(receivedAt: moment) { _ in "drawn" }
    }

    private static func document(_ json: String, _ method: SegmentCall.Method = .batch) throws -> JSONValue {
        let messages = try messages(json, method)
        #expect(messages.count == 1)
        return try messages[0].document.get()
    }

    private static func problems(_ message: SegmentCall.Message) -> [WireProblem] {
        if case .failure(let rejection) = message.document { rejection.problems } else { [] }
    }

    @Test("A clock that goes wrong is corrected by when a message was sent, and a delay is no wrong clock")
    func clockSkew() {
        let hour: Int64 = 3_600_000
        let at = { (milliseconds: Int64) in Timestamp(milliseconds: Self.moment.milliseconds + milliseconds) }
        let corrected = { ClockSkew.corrected($0, sentAt: $1, receivedAt: Self.moment) }
        // Five seconds before it was sent, by a clock that is an hour fast, or four hours slow.
        #expect(corrected(at(hour - 5_000), at(hour)) == at(-5_000))
        #expect(corrected(at(-4 * hour - 5_000), at(-4 * hour)) == at(-5_000))
        #expect(corrected(at(1), at(1)) == at(0))
        // Sent again after half a minute: at the same moment as before.
        #expect(corrected(at(-90_000), at(-30_000)) == at(-90_000))
        #expect(corrected(at(-90_000), at(-60_000)) == at(-90_000))
        #expect(corrected(at(-90_000), at(-60_001)) == at(-29_999))
        #expect(corrected(at(-hour), nil) == at(-hour))
    }

    /// The ids that messages get which have none, where what they are made of is the id itself.
    private static func names(
        _ json: String, _ method: SegmentCall.Method, after milliseconds: Int64 = 0
    ) throws -> [String] {
        let call = try SegmentCall(JSONReader.parse(Array(json.utf8)), as: method)
        let received = Timestamp(milliseconds: moment.milliseconds + milliseconds)
        return call.read(receivedAt: received) { String(decoding: $0, as: UTF8.self) }.map(\.id)
    }

    @Test("A message without an id has the same one when it is sent again, and another when it says something else")
    func naming() throws {
        let timed = #"{"userId":"1","event":"Seen","timestamp":"2026-11-26T11:00:00Z","sentAt":"2026-11-26T11:00:01Z"}"#
        let again = timed.replacing("11:00:01Z", with: "11:45:00Z").replacing("{", with: #"{"writeKey":"k","#)
        let day: Int64 = 86_400_000
        let name = try Self.names(timed, .track)
        #expect(try Self.names(again, .track, after: day) == name)
        for other in ["Lost", "Seen2"] {
            #expect(try Self.names(timed.replacing("Seen", with: other), .track) != name, "\(other)")
        }
        #expect(try Self.names(timed.replacing("11:00:00Z", with: "11:00:02Z"), .track) != name)
        let untimed = #"{"userId":"1","event":"Seen","timestamp":null}"#
        let first = try Self.names(untimed, .track)
        #expect(try Self.names(untimed, .track, after: 3_599_999) == first, "within the hour")
        #expect(try Self.names(untimed, .track, after: 3_600_000) != first)
        let pages = ["1", "1", "2"].map { #"{"type":"page","userId":"\#($0)"}"# }.joined(separator: ",")
        let batch = #"{"batch":[\#(pages)]}"#
        let three = try Self.names(batch, .batch)
        #expect(Set(three).count == 3 && three[1] == three[0] + "-2", "two alike in one call are two")
        #expect(try Self.names(batch, .batch, after: 60_000) == three)
        #expect(try Self.names(#"{"userId":"1","messageId":"m-1"}"#, .page) == ["m-1"])
    }

    @Test("An alias of somebody who was a user says so, and no message says so by itself")
    func formerUser() throws {
        let body = #"{"userId":"2","previousId":"1","previousUserId":"3"}"#
        var alias = try Self.messages(body, .alias)[0]
        #expect(alias.userID == "2" && alias.previousID == "1")
        #expect(try alias.document.get()["previousId"] == .string("1"))
        #expect(try alias.document.get()["previousUserId"] == nil)
        alias.nameFormerUser()
        #expect(try alias.document.get()["previousId"] == nil)
        #expect(try alias.document.get()["previousUserId"] == .string("1"))
        var page = try Self.messages(body, .page)[0]
        page.nameFormerUser()
        #expect(try page.document.get()["previousUserId"] == nil)
    }

    @Test("Times of messages are corrected, but those of an import are not; without any it is now")
    func times() throws {
        let body = """
            {"batch":[{"type":"page","userId":"1","timestamp":"2026-11-26T15:59:00+01:00"}],
            "sentAt":"2026-11-26T15:00:00Z"}
            """
        #expect(try Self.document(body)["timestamp"] == .string("2026-11-26T11:59:00Z"))
        #expect(try Self.document(body, .import)["timestamp"] == .string("2026-11-26T14:59:00Z"))
        let bare = try Self.document(#"{"userId":"1"}"#, .page)
        #expect(bare["timestamp"] == .string("2026-11-26T12:00:00Z") && bare["receivedAt"] == bare["timestamp"])
        // Of a sender's own and its library's the original counts, and one without an offset is in UTC.
        let original = #"{"userId":"1","originalTimestamp":"2026-11-26T11:00:00","timestamp":"2026-11-26T11:30:00Z"}"#
        #expect(try Self.document(original, .page)["timestamp"] == .string("2026-11-26T11:00:00Z"))
        let odd = try Self.messages(#"{"userId":"1","timestamp":"yesterday"}"#, .page)[0]
        #expect(odd.warnings.map(\.pointer) == ["/timestamp"])
        #expect(try odd.document.get()["timestamp"] == .string("2026-11-26T12:00:00Z"))
    }

    @Test("The context of a batch holds where a message says nothing else")
    func context() throws {
        let document = try Self.document(
            """
            {"batch":[{"type":"page","userId":"1","context":{"locale":"de-DE"}}],
            "context":{"locale":"en-GB","timezone":"Europe/London"},"writeKey":"k"}
            """)
        #expect(document["context"]?["locale"] == .string("de-DE"))
        #expect(document["context"]?["timezone"] == .string("Europe/London"))
        #expect(try Self.document(#"{"userId":"1","writeKey":"k"}"#, .page)["writeKey"] == nil)
    }

    @Test("What a message lacks is said with its place, and costs no other message")
    func problems() throws {
        let messages = try Self.messages(
            """
            {"batch":[{"type":"track","event":"Hi","messageId":"m-0"},{"type":"track","userId":"1"},
            {"type":"alias","userId":"1"},{"type":"group","userId":"1","groupId":""},{"type":"order","userId":"1"},
            {"userId":"1"},7,{"type":"page","anonymousId":"a"},{"type":"page","userId":null,"anonymousId":" "}]}
            """)
        #expect(
            messages.map { Self.problems($0).map(\.pointer) } == [
                ["/batch/0/userId"], ["/batch/1/event"], ["/batch/2/previousId"], ["/batch/3/groupId"],
                ["/batch/4/type"], ["/batch/5/type"], ["/batch/6"], [], ["/batch/8/userId"],
            ])
        #expect(messages.map(\.id).prefix(2) == ["m-0", "drawn"])
        let nameless = try Self.messages(#"{"anonymousId":"a","traits":{"email":"a@example.com"}}"#, .identify)[0]
        #expect(Self.problems(nameless).isEmpty && nameless.warnings.map(\.pointer) == ["/traits"])
    }

    @Test("A message has 32 KB at most, a batch 2,500 messages, and a body is an object")
    func limits() throws {
        let long = String(repeating: "x", count: 32 * 1024)
        let body = #"{"batch":[{"type":"page","userId":"1","name":"\#(long)"},{"type":"page","userId":"1"}]}"#
        #expect(try Self.messages(body).map { Self.problems($0).map(\.code) } == [["too_long"], []])
        let many = String(repeating: #"{"type":"page","userId":"1"},"#, count: 2_500)
        #expect(try Self.messages(#"{"batch":[\#(many.dropLast())]}"#).count == 2_500)
        for (wrong, place) in [(#"{"batch":[\#(many)1]}"#, "/batch"), ("{}", "/batch"), ("[]", "")] {
            let error = #expect(throws: WireRejection.self) { try Self.messages(wrong) }
            #expect(error?.problems.map(\.pointer) == [place])
        }
    }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue? {
        if case .object(let object) = self { object[name] } else { nil }
    }
}
