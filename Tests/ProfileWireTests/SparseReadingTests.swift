import ProfileCore
import Testing

@testable import ProfileWire

@Suite("Reading only the members that somebody asks for")
struct SparseReadingTests {
    private static let names =
        ["id", "a", "total", "line_items", "customer", "presentment_money", "price_set", "admin_graphql_api_id"]
        + (0..<80).map { "member_number_\($0)" }

    /// Names, now and then one that comes again, or with an escape or a letter beyond ASCII.
    private struct Writer {
        var random: SeededGenerator

        mutating func value(_ depth: Int = 0) -> String {
            switch random.below(depth > 2 ? 4 : 7) {
            case 0: return random.pick(["null", "true", "false"])
            case 1: return random.pick(["0", "-1.50", "12e3", "4711"])
            case 2: return random.pick([#""plain""#, #""é""#, #""with \"escape\"""#, #""""#, #""{[,]}""#])
            case 3: return #""\#(String(repeating: "long ", count: random.below(9)))""#
            case 4: return "[" + (0..<random.below(4)).map { _ in value(depth + 1) }.joined(separator: ",") + "]"
            default: return object(depth)
            }
        }

        mutating func object(_ depth: Int) -> String {
            var names = Array(SparseReadingTests.names.shuffled(using: &random).prefix(random.below(90)))
            if random.chance(2), let name = names.first { names.append(name) }
            if random.chance(2) { names.append(random.pick([#"\u0061"#, "naïve", #"tab\t"#])) }
            if depth > 0 { names = Array(names.prefix(3)) }
            let members = names.map { "\"\($0)\"\(random.pick(["", " "])):\(value(depth + 1))" }
            return "{" + members.joined(separator: random.pick([",", " ,\n"])) + "}"
        }
    }

    private func pruned(_ value: JSONValue, _ names: Set<String>, _ whole: Set<String>) -> JSONValue {
        switch value {
        case .array(let values): .array(values.map { pruned($0, names, whole) })
        case .object(let object):
            .object(
                JSONObject(
                    members: object.members.filter { names.contains($0.name) }.map { member in
                        let isWhole = whole.contains(member.name)
                        return .init(
                            name: member.name, value: isWhole ? member.value : pruned(member.value, names, whole))
                    }))
        default: value
        }
    }

    private func repeatsNames(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let values): values.contains(where: repeatsNames)
        case .object(let object):
            !object.repeatedNames.isEmpty || object.members.contains { repeatsNames($0.value) }
        default: false
        }
    }

    @Test("It gives what the whole document says in those members, unless a name may come twice")
    func members() throws {
        var writer = Writer(random: SeededGenerator(seed: 4_711))
        var (read, refused) = (0, 0)
        for _ in 0..<600 {
            let bytes = Array(writer.object(0).utf8)
            let names = Set(Self.names.shuffled(using: &writer.random).prefix(1 + writer.random.below(40)))
            let whole = Set(names.shuffled(using: &writer.random).prefix(writer.random.below(4)))
            let all = try JSONReader.parse(leniently: bytes)
            let sparse = try JSONReader.parse(leniently: bytes, reading: MemberFilter(names, whole: whole))
            if let sparse {
                read += 1
                #expect(sparse == pruned(all, names, whole))
            } else {
                refused += 1
            }
            let isRepeatedBelowWhole = sparse.map(repeatsNames) ?? false
            if repeatsNames(all), !isRepeatedBelowWhole { #expect(sparse == nil) }
        }
        #expect(read > 300 && refused > 15, "\(read) read, \(refused) refused")
    }

    @Test("It refuses what the whole reader refuses, at the same place")
    func refusals() {
        var writer = Writer(random: SeededGenerator(seed: 815))
        var wrong = 0
        for _ in 0..<1_500 {
            var bytes = Array(writer.object(0).utf8)
            for _ in 0..<1 + writer.random.below(2) {
                let place = writer.random.below(bytes.count)
                bytes[place] = writer.random.pick([0x00, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x80, 0xC3, 0x39, 0x2D, 0x74])
            }
            if writer.random.chance(20) { bytes.removeLast(min(bytes.count, 1 + writer.random.below(5))) }
            let filter = MemberFilter(Set(Self.names.prefix(4)), whole: ["customer"])
            let all = Result { () throws(JSONError) in try JSONReader.parse(leniently: bytes) }
            let sparse = Result { () throws(JSONError) in
                try JSONReader.parse(leniently: bytes, reading: filter)
            }
            switch (all, sparse) {
            case (.failure(let one), .failure(let other)):
                wrong += 1
                #expect(one == other)
            case (.success, .success), (.failure, .success(nil)): break
            default: Issue.record("one of both refuses \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(wrong > 700)
    }

    @Test("What lies too deep is a text, and is passed over as one")
    func depths() throws {
        let deep = String(repeating: "[", count: 70) + "\"]\"" + String(repeating: "]", count: 70)
        for name in ["id", "other"] {
            let bytes = Array("{\"\(name)\":\(deep),\"a\":1}".utf8)
            let all = try JSONReader.parse(leniently: bytes)
            let filter = MemberFilter(["id", "a"], whole: [])
            let sparse = try JSONReader.parse(leniently: bytes, reading: filter)
            #expect(sparse == pruned(all, ["id", "a"], []))
        }
    }
}
