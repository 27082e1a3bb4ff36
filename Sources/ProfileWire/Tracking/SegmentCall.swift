package import ProfileCore

/// A call of the tracking API that Segment's and RudderStack's libraries speak: its messages, ready to be mapped.
package struct SegmentCall: Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case identify, track, page, screen, group, alias
        case batch
        /// A batch of what happened long ago, whose times are taken as they are.
        case `import`

        /// Whether a call holds many messages.
        package var isBatch: Bool { self == .batch || self == .import }
    }

    /// One message, judged by what the API asks for; whether it becomes a record is for a mapping to say.
    package struct Message: Sendable {
        /// Where in the body it stands, as a JSON pointer.
        package let place: String
        /// Its own, or the one that was given to it.
        package let id: String
        /// The message as a mapping sees it, or what is wrong with it.
        package fileprivate(set) var document: Result<JSONValue, WireRejection>
        package let warnings: [WireWarning]
        /// By the clock of this side.
        package let happenedAt: Timestamp
        /// Whom it is about, by an id of the source.
        package fileprivate(set) var userID: String?
        /// What an alias says its user was called before: a visitor, or a user of the source.
        package fileprivate(set) var previousID: String?
    }

    package static let maximumMessages = 2_500
    package static let maximumMessageBytes = 32 * 1024
    package static let maximumBytes = 500 * 1024

    /// The key in the body, where libraries put it that cannot set a header.
    package let writeKey: String?
    private let messages: [(place: String, value: JSONValue)]
    private let outer: JSONObject
    private let method: Method

    /// - Throws: why the body is no such call.
    package init(_ body: JSONValue, as method: Method) throws(WireRejection) {
        guard case .object(let object) = body else {
            throw Self.refusal("", .wrongType, "an object is expected")
        }
        self.method = method
        outer = object
        writeKey = object["writeKey"]?.text
        guard method.isBatch else {
            messages = [("", body)]
            return
        }
        guard case .array(let values)? = object["batch"] else {
            throw Self.refusal("/batch", .missing, "a list of messages")
        }
        guard values.count <= Self.maximumMessages else {
            throw Self.refusal("/batch", .tooMany, "at most \(Self.maximumMessages) messages")
        }
        messages = values.enumerated().map { ("/batch/\($0)", $1) }
    }

    private static func refusal(_ pointer: String, _ code: ProblemCode, _ detail: String) -> WireRejection {
        WireRejection(problems: [WireProblem(pointer: pointer, code: code, detail: detail)])
    }

    package var count: Int { messages.count }

    /// The messages in their order. `receivedAt` is when the call came in; `name` makes an id of what a message says
    /// that has none, so that one that is sent again has it again.
    package func read(receivedAt: Timestamp, name: @escaping ([UInt8]) -> String) -> [Message] {
        let reading = MessageReading(method: method, outer: outer, receivedAt: receivedAt)
        var naming = MessageNaming(name: name)
        return messages.map { reading.message($0.value, at: $0.place) { naming.id(of: $0, receivedAt: receivedAt) } }
    }
}

extension SegmentCall.Message {
    /// Says that the one before was a user: a mapping finds that as `previousUserId`, and no `previousId`.
    package mutating func nameFormerUser() {
        guard let previousID, case .success(let value) = document, case .object(let object) = value else { return }
        let rest = object.members.filter { $0.name != "previousId" && $0.name != "previousUserId" }
        let former = JSONObject.Member(name: "previousUserId", value: .string(previousID))
        document = .success(.object(JSONObject(members: rest + [former], repeatedNames: object.repeatedNames)))
    }
}

/// Ids of the messages of a call that have none.
private struct MessageNaming {
    private static let changing: Set<String> = ["messageId", "sentAt", "receivedAt", "writeKey"]
    private static let period: Int64 = 3_600_000

    let name: ([UInt8]) -> String
    /// How often each was given: two alike in one call are two.
    private var given: [String: Int] = [:]

    init(name: @escaping ([UInt8]) -> String) {
        self.name = name
    }

    /// Of what stays the same when a library sends it again. Alike messages without a time are the same one within an
    /// hour.
    mutating func id(of object: JSONObject, receivedAt: Timestamp) -> String {
        let lasting = object.members.filter { !Self.changing.contains($0.name) }
        var json = JSONWriter()
        json.value(.object(JSONObject(members: lasting, repeatedNames: [])))
        let isTimed = ["timestamp", "originalTimestamp"].contains { (object[$0] ?? .null) != .null }
        if !isTimed { json.value(.number(String(receivedAt.milliseconds / Self.period))) }
        let id = name(json.bytes)
        let count = given[id, default: 0] + 1
        given[id] = count
        return count == 1 ? id : "\(id)-\(count)"
    }
}

/// Judges messages, and writes down what they have in common.
private struct MessageReading {
    let method: SegmentCall.Method
    let outer: JSONObject
    let receivedAt: Timestamp

    func message(
        _ value: JSONValue, at place: String, name: (JSONObject) -> String
    ) -> SegmentCall.Message {
        guard case .object(let object) = value else {
            let rule = WireProblem(pointer: place, code: .wrongType, detail: "an object is expected")
            return .init(
                place: place, id: "", document: .failure(WireRejection(problems: [rule])), warnings: [],
                happenedAt: receivedAt)
        }
        let findings = Findings()
        let own = object["messageId"]?.codeText.flatMap { $0.isEmpty ? nil : $0 }
        let type = type(of: object, at: place, findings)
        if let type { check(object, type, at: place, findings) }
        if value.weighs(moreThan: SegmentCall.maximumMessageBytes) {
            findings.reject(place, .tooLong, "a message of at most \(SegmentCall.maximumMessageBytes) bytes")
        }
        let times = times(of: object, at: place, findings)
        let id = own ?? name(object)
        let document = findings.problems.isEmpty ? self.document(object, type ?? "", id, times) : nil
        return .init(
            place: place, id: id,
            document: document.map { .success($0) } ?? .failure(WireRejection(problems: findings.problems)),
            warnings: findings.warnings, happenedAt: times.happened,
            userID: object["userId"]?.codeText,
            previousID: type == "alias" ? object["previousId"]?.codeText : nil)
    }

    // MARK: What the API asks for

    private static let types = SegmentCall.Method.allCases.filter { !$0.isBatch }.map(\.rawValue)

    private func type(of object: JSONObject, at place: String, _ findings: Findings) -> String? {
        if !method.isBatch { return method.rawValue }
        if let type = object["type"]?.text, Self.types.contains(type) { return type }
        findings.reject(place + "/type", .notAllowed, "one of: " + Self.types.joined(separator: ", "))
        return nil
    }

    private func check(_ object: JSONObject, _ type: String, at place: String, _ findings: Findings) {
        let isThere = { (name: String) in object[name]?.codeText.map { !CleanText.clean($0).isEmpty } ?? false }
        if type != "alias", !isThere("userId"), !isThere("anonymousId") {
            findings.reject(place + "/userId", .missingCustomer, "a userId or an anonymousId")
        }
        let needed = ["track": ["event"], "group": ["groupId"], "alias": ["userId", "previousId"]][type] ?? []
        for name in needed where !isThere(name) {
            findings.reject(place + "/" + name, .missing, "needed in a message of this type")
        }
        if type == "identify", !isThere("userId") {
            findings.warn(
                place + "/traits", .missing,
                "without a userId there is no customer to keep traits of; identifiers among them are taken")
        }
    }

    // MARK: Times

    private struct Times {
        let happened: Timestamp
        let sent: Timestamp?
    }

    private func times(of object: JSONObject, at place: String, _ findings: Findings) -> Times {
        let original =
            time("originalTimestamp", of: object, at: place, findings)
            ?? time("timestamp", of: object, at: place, findings)
        let sent = time("sentAt", of: object, at: place, findings) ?? time("sentAt", of: outer, at: "", findings)
        guard let original else { return Times(happened: receivedAt, sent: sent) }
        let isPast = method == .import
        let happened = isPast ? original : ClockSkew.corrected(original, sentAt: sent, receivedAt: receivedAt)
        return Times(happened: happened, sent: sent)
    }

    /// One without an offset is in UTC.
    private func time(
        _ name: String, of object: JSONObject, at place: String, _ findings: Findings
    ) -> Timestamp? {
        guard let value = object[name], value != .null else { return nil }
        if case .found(let time)? = value.text.map({ MomentText.moment($0, timeZone: "UTC") }) { return time }
        findings.warn(place + "/" + name, .badTime, "a time such as 2026-01-02T00:30:08.276Z; left out")
        return nil
    }

    // MARK: What a mapping sees

    /// The message with what surrounds it: the context of its batch, who and when it was, corrected.
    private func document(_ object: JSONObject, _ type: String, _ id: String, _ times: Times) -> JSONValue {
        var set: [(name: String, value: JSONValue)] = [
            ("type", .string(type)), ("messageId", .string(id)), ("timestamp", moment(times.happened)),
            ("receivedAt", moment(receivedAt)),
        ]
        if let sent = times.sent { set.append(("sentAt", moment(sent))) }
        if let context = context(of: object) { set.append(("context", context)) }
        let names = Set(set.map(\.name) + ["writeKey", "previousUserId", SegmentRefund.wholeMark])
        let rest = object.members.filter { !names.contains($0.name) }
        return .object(
            JSONObject(
                members: set.map { .init(name: $0.name, value: $0.value) } + rest,
                repeatedNames: object.repeatedNames))
    }

    private func moment(_ time: Timestamp) -> JSONValue { .string(TimeText.rfc3339(time)) }

    /// What the message says counts, and what it leaves open is as its batch says.
    private func context(of object: JSONObject) -> JSONValue? {
        guard method.isBatch, case .object(let common)? = outer["context"] else { return object["context"] }
        guard case .object(let own)? = object["context"] else { return .object(common) }
        let further = common.members.filter { own[$0.name] == nil }
        return .object(JSONObject(members: own.members + further, repeatedNames: own.repeatedNames))
    }
}

/// Clocks of devices that go wrong.
package enum ClockSkew {
    /// A message may be under way so long without its sender's clock being wrong: if every delay counted as skew, a
    /// message that is sent again would each time have happened at another moment.
    package static let tolerance: Int64 = 60_000

    /// When something happened by the clock of the one who received it: `receivedAt` − (`sentAt` − `original`).
    package static func corrected(_ original: Timestamp, sentAt: Timestamp?, receivedAt: Timestamp) -> Timestamp {
        guard let sentAt else { return original }
        let skew = receivedAt.milliseconds - sentAt.milliseconds
        guard !(0...tolerance).contains(skew) else { return original }
        return Timestamp(milliseconds: original.milliseconds + skew)
    }
}

extension JSONValue {
    /// Whether it is longer than `limit` bytes, written without blanks.
    fileprivate func weighs(moreThan limit: Int) -> Bool {
        var left = limit
        return !fits(in: &left)
    }

    private func fits(in left: inout Int) -> Bool {
        switch self {
        case .null, .bool: left -= 4
        case .number(let text): left -= text.utf8.count
        case .string(let text): left -= text.utf8.count + 2
        case .array(let values):
            left -= values.count + 1
            for value in values where left >= 0 { _ = value.fits(in: &left) }
        case .object(let object):
            left -= 1
            for member in object.members where left >= 0 {
                left -= member.name.utf8.count + 4
                _ = member.value.fits(in: &left)
            }
        }
        return left >= 0
    }
}
