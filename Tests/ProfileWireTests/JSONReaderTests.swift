import Foundation
import Testing

@testable import ProfileWire

struct JSONReaderTests {
    @Test func keepsOrderAndExactNumbers() throws {
        let value = try JSONReader.parse(
            Array(#" {"b":[1.50,-0,1E+2],"a":{"x":null,"y":true},"s":"\u00e9\ud83d\ude00\n"} "#.utf8))
        let expected = JSONValue.object(
            JSONObject(members: [
                .init(name: "b", value: .array([.number("1.50"), .number("-0"), .number("1E+2")])),
                .init(
                    name: "a",
                    value: .object(
                        JSONObject(members: [.init(name: "x", value: .null), .init(name: "y", value: .bool(true))]))),
                .init(name: "s", value: .string("é😀\n")),
            ]))
        #expect(value == expected)
    }

    @Test func namesRepeatedMembers() throws {
        let few = try JSONReader.parse(Array(#"{"a":1,"b":2,"a":3,"a":4}"#.utf8))
        #expect(few.repeatedNames == ["a"])
        #expect(try JSONReader.parse(Array(#"{"\u0061":1,"a":2}"#.utf8)).repeatedNames == ["a"])
        let many = (0..<200).map { "\"k\($0 % 150)\":\($0)" }.joined(separator: ",")
        #expect(try JSONReader.parse(Array("{\(many)}".utf8)).repeatedNames == (0..<50).map { "k\($0)" })
        let distinct = (0..<500).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(try JSONReader.parse(Array("{\(distinct)}".utf8)).repeatedNames.isEmpty)
    }

    @Test(arguments: [
        ("", JSONError(.emptyInput, at: 0)),
        ("  \n", JSONError(.emptyInput, at: 3)),
        ("{", JSONError(.unexpectedEnd, at: 1)),
        ("\"abc", JSONError(.unexpectedEnd, at: 4)),
        ("[1,]", JSONError(.unexpectedByte, at: 3)),
        ("[1 2]", JSONError(.unexpectedByte, at: 3)),
        ("{\"a\" 1}", JSONError(.unexpectedByte, at: 5)),
        ("{a:1}", JSONError(.unexpectedByte, at: 1)),
        ("truE", JSONError(.unexpectedByte, at: 3)),
        ("\u{FEFF}{}", JSONError(.byteOrderMark, at: 0)),
        ("[\u{FEFF}1]", JSONError(.byteOrderMark, at: 1)),
        ("1 x", JSONError(.trailingBytes, at: 2)),
        ("01", JSONError(.badNumber, at: 0)),
        ("[-]", JSONError(.badNumber, at: 1)),
        ("1.", JSONError(.badNumber, at: 0)),
        ("1e", JSONError(.badNumber, at: 0)),
        ("\"\\x\"", JSONError(.badEscape, at: 1)),
        ("\"\\u12g4\"", JSONError(.badEscape, at: 1)),
        ("\"\\ud800\"", JSONError(.loneSurrogate, at: 1)),
        ("\"\\udc00\"", JSONError(.loneSurrogate, at: 1)),
        ("\"\\ud800\\u0041\"", JSONError(.loneSurrogate, at: 1)),
        ("\"a\u{0}\"", JSONError(.controlCharacter, at: 2)),
        ("\"a\n\"", JSONError(.controlCharacter, at: 2)),
        ("\u{0}", JSONError(.unexpectedByte, at: 0)),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ error: JSONError) {
        Self.expect(error, of: Array(text.utf8))
    }

    /// Whether the bytes are refused with that error, at the place that an editor shows.
    private static func expect(_ error: JSONError, of bytes: [UInt8]) {
        let located = bytes.withUnsafeBufferPointer { error.located(in: $0) }
        #expect(throws: located) { try JSONReader.parse(bytes) }
    }

    @Test(
        "Says where in lines and characters",
        arguments: [
            ("[1,\n  \"aé\\ud800\"]", "line 2, column 6"), ("{\"a\":\"日本\u{1}\"}", "column 9"), ("1 x", "column 3"),
            ("[\n\n", "line 3, column 1"),
        ])
    func namesThePlace(_ text: String, _ place: String) {
        #expect {
            try JSONReader.parse(Array(text.utf8))
        } throws: { error in
            (error as? JSONError)?.detail.hasPrefix(place + ": ") == true
        }
    }

    @Test(arguments: [
        [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF],
        [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
    ])
    func refusesBadUTF8(_ bad: [UInt8]) {
        let plain: [UInt8] = [0x22, 0x61] + bad + [0x22]
        Self.expect(JSONError(.badUTF8, at: 2), of: plain)
        let escaped: [UInt8] = Array("\"\\n".utf8) + bad + [0x22]
        Self.expect(JSONError(.badUTF8, at: 3), of: escaped)
    }

    @Test func boundsDepth() throws {
        let deep = { (count: Int) in Array(String(repeating: "[", count: count).utf8) }
        Self.expect(JSONError(.tooDeep, at: 64), of: deep(100_000))
        #expect(throws: Never.self) { try JSONReader.parse(deep(64) + Array(String(repeating: "]", count: 64).utf8)) }
    }

    @Test("What lies too deep is a text where that is wanted, and everything else as it is")
    func takesDepthsForTexts() throws {
        let read = { (text: String) throws(JSONError) in try JSONReader.parse(leniently: Array(text.utf8)) }
        let within = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try read(within) == JSONReader.parse(Array(within.utf8)))
        for inner in [#"{"a]":"\\"}"#, #"["\"]", {"ü": [1]}]"#, "[]", String(repeating: "[", count: 9) + "1]]]]]]]]]"] {
            let text = String(repeating: "[", count: 64) + inner + String(repeating: "]", count: 64)
            var value = try read(#"{"a":1,"deep":\#(text.dropFirst().dropLast()),"z":2}"#)
            guard case .object(let object) = value else { throw JSONError(.unexpectedByte, at: 0) }
            #expect(object["a"] == .number("1") && object["z"] == .number("2"))
            value = try #require(object["deep"])
            for _ in 0..<63 {
                guard case .array(let values) = value, values.count == 1 else {
                    throw JSONError(.unexpectedByte, at: 0)
                }
                value = values[0]
            }
            #expect(value == .string(inner))
        }
        let open = String(repeating: "[", count: 65)
        for (cut, code) in [("", JSONError.Code.unexpectedEnd), ("\"\\", .unexpectedEnd), ("]", .unexpectedEnd)] {
            let error = #expect(throws: JSONError.self) { try read(open + cut) }
            #expect(error?.code == code)
        }
        let bytes = Array(open.utf8) + [UInt8(ascii: "\""), 0xFF, UInt8(ascii: "\"")] + Array("]".utf8)
        let error = #expect(throws: JSONError.self) { try JSONReader.parse(leniently: bytes) }
        #expect(error?.code == .badUTF8)
    }

    @Test(
        "Half of an emoji is a replacement character where that is wanted, and loses nothing else",
        arguments: [
            (#"thanks \ud83d"#, "thanks \u{FFFD}"), (#"\ude00!"#, "\u{FFFD}!"), (#"\ud83d\n"#, "\u{FFFD}\n"),
            (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}\u{1F600}"),
            (#"\ud83d\ude00"#, "\u{1F600}"),
        ])
    func halves(written: String, text: String) throws {
        let bytes = Array(#"{"note":"\#(written)","\#(written)":1,"id":7}"#.utf8)
        let value = JSONValue.object(
            JSONObject(members: [
                .init(name: "note", value: .string(text)), .init(name: text, value: .number("1")),
                .init(name: "id", value: .number("7")),
            ]))
        #expect(try JSONReader.parse(leniently: bytes) == value)
        let plain = Array(#"{"note":"\#(written)","other":"\#(written)"}"#.utf8)
        let sparse = try JSONReader.parse(leniently: plain, reading: MemberFilter(["note"], whole: []))
        #expect(sparse == .object(JSONObject(members: [.init(name: "note", value: .string(text))])))
        #expect((try? JSONReader.parse(bytes)) == (text == "\u{1F600}" ? value : nil))
        for end in [#"\ud83d\uzzzz"#, #"\ud83d\x"#, #"\ud83d\u12"#] {
            #expect(throws: JSONError.self) { try JSONReader.parse(leniently: Array("\"\(end)\"".utf8)) }
        }
    }

    @Test func agreesWithFoundation() throws {
        var random = SeededGenerator(seed: 20_261_122)
        var (accepted, refused) = (0, 0)
        for _ in 0..<6_000 {
            var bytes = Self.document(&random, depth: 0)
            for _ in 0..<random.below(3) { Self.mutate(&bytes, &random) }
            // Foundation guesses UTF-16 and UTF-32 from zero bytes and drops byte order marks; those are not ours.
            guard !bytes.contains(0), !bytes.contains(0xFE), !bytes.contains(0xFF), !bytes.contains(0xEF) else {
                continue
            }
            guard !Self.isJudgedByOtherRules(bytes) else { continue }
            let ours = try? JSONReader.parse(bytes)
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            if ours != nil { accepted += 1 } else { refused += 1 }
            #expect((ours != nil) == (theirs != nil), "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 1_000 && refused > 1_000)
    }

    /// Foundation lets a comma stand before a closing bracket, and refuses numbers beyond a double.
    private static func isJudgedByOtherRules(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains(/,\s*[\]}]/) || text.contains(/[eE][+-]?\d{3,}/)
    }

    private static func document(_ random: inout SeededGenerator, depth: Int) -> [UInt8] {
        switch random.below(depth > 4 ? 4 : 7) {
        case 0: return Array(random.pick(["null", "true", "false"]).utf8)
        case 1: return Array(random.pick(["0", "-1", "1.5", "1e3", "-0.25E-2", "12345678901"]).utf8)
        case 2, 3: return string(&random)
        case 4, 5:
            let members = (0..<random.below(4)).map { index in
                Array("\"k\(index)\":".utf8) + document(&random, depth: depth + 1)
            }
            return Array("{".utf8) + Array(members.joined(separator: Array(", ".utf8))) + Array("}".utf8)
        default:
            let elements = (0..<random.below(4)).map { _ in document(&random, depth: depth + 1) }
            return Array("[".utf8) + Array(elements.joined(separator: Array(" ,".utf8))) + Array("]".utf8)
        }
    }

    private static func string(_ random: inout SeededGenerator) -> [UInt8] {
        let pieces = ["a", "é", "😀", "\\n", "\\u00e9", "\\ud83d\\ude00", "\\\"", "\\/", " ", "\u{2028}"]
        return Array(("\"" + (0..<random.below(6)).map { _ in random.pick(pieces) }.joined() + "\"").utf8)
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let index = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(random.pick(Array("{}[],:\"\\0123eE+-.tfnu \u{1}".utf8)), at: index)
        case 2: bytes[index] = UInt8(random.below(256))
        default: bytes.swapAt(index, random.below(bytes.count))
        }
    }
}

extension JSONValue {
    fileprivate var repeatedNames: [String] {
        if case .object(let object) = self { object.repeatedNames } else { [] }
    }
}
