import Testing

@testable import ProfileWire

@Suite("JSON is cut into its elements as it arrives")
struct JSONElementSplitterTests {
    private static let values = [
        #"{"a":1}"#, #"{"b":"]}\"[{,"}"#, #"{"c":[{"d":[]},{}]}"#, #"{"e":"\\"}"#, "{ \n \"f\" : null }",
        #"{"orders":[1,2]}"#, #"{"g":"ü😀"}"#,
    ]

    private func cut(
        _ text: String, pieces: [Int] = [], list: String? = nil, limit: Int = 1_000
    ) throws(JSONElementSplitter.Broken) -> [String] {
        var splitter = JSONElementSplitter(list: list, maximumLength: limit)
        var (rest, lines): (ArraySlice<UInt8>, [LineSplitter.Line]) = (Array(text.utf8)[...], [])
        for piece in pieces {
            lines += try splitter.append(Array(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        lines += try splitter.append(Array(rest))
        try splitter.finish()
        #expect(lines.map(\.number) == Array(1..<lines.count + 1))
        return lines.map {
            if case .bytes(let bytes) = $0.content { String(decoding: bytes, as: UTF8.self) } else { "too long" }
        }
    }

    @Test("Whatever the chunks, a list, one within an object, and documents one after the other give what they hold")
    func chunks() throws {
        var chance = SeededGenerator(seed: 16)
        for _ in 0..<300 {
            let values = (0..<Int.random(in: 0...6, using: &chance)).map { _ in
                Self.values.randomElement(using: &chance) ?? "{}"
            }
            let comma = [",", " , ", ",\n"].randomElement(using: &chance) ?? ","
            let array = "[" + values.joined(separator: comma) + " ]"
            let pieces = (0..<Int.random(in: 0...20, using: &chance)).map { _ in Int.random(in: 0...12, using: &chance)
            }
            let between = ["\n", ""].randomElement(using: &chance) ?? ""
            #expect(try cut(" \n" + array + "\n", pieces: pieces) == values)
            #expect(try cut(array + between + array + "\n[]", pieces: pieces) == values + values)
            let object = #"{"count":2,"x":{"orders":[7]},"other":[{"y":[]}], "orders" : \#(array), "next":[{"z":1}]}"#
            #expect(try cut(object, pieces: pieces, list: "orders") == values)
            #expect(try cut(object, pieces: pieces, list: "tickets") == [object])
            let pages = [object, object, object].joined(separator: between)
            #expect(try cut(pages, pieces: pieces, list: "orders") == values + values + values)
            let last = object.utf8.count - Int.random(in: 1...10, using: &chance)
            #expect(throws: JSONElementSplitter.Broken.self) {
                try cut(String(decoding: Array(object.utf8).prefix(last), as: UTF8.self), list: "orders")
            }
            let space = ["\n", " ", ""].randomElement(using: &chance) ?? "\n"
            #expect(try cut(values.joined(separator: space), pieces: pieces) == values)
        }
    }

    @Test("What has no brackets is an element too, and one that is too long costs itself only")
    func others() throws {
        #expect(try cut(#"[1,"a,b",null,[2]]"#, pieces: [2, 3]) == ["1", #""a,b""#, "null", "[2]"])
        let long = "{\"a\":\"" + String(repeating: "x", count: 200) + "\"}"
        #expect(try cut("[{},\(long),{}]", pieces: [7, 90], limit: 100) == ["{}", "too long", "{}"])
        #expect(try cut(" \n") == [])
    }

    @Test("The name of a list is read as it is, and what stands before it may be longer than a value")
    func names() throws {
        #expect(try cut(#"{"custo mers":[{}]}"#, list: "customers") == [#"{"custo mers":[{}]}"#])
        #expect(try cut(#"{"a b" : [{}]}"#, pieces: [3, 1, 2], list: "a b") == ["{}"])
        #expect(try cut(#"{"\u006frders":[7]}"#, list: "orders") == ["7"])
        #expect(try cut(#"{"a":"orders","b":{"orders":[1]},"orders":{"x":[2]}}"#, list: "orders").count == 1)
        let long = String(repeating: "x", count: 300)
        #expect(try cut("{\"a\":\"\(long)\",\"orders\":[{}]}", list: "orders", limit: 100) == ["{}"])
    }

    @Test("What came before a broken place is handed out first")
    func brokenLater() throws {
        var splitter = JSONElementSplitter()
        #expect(try splitter.append(Array("[{},{} {}]".utf8)).count == 2)
        let error = #expect(throws: JSONElementSplitter.Broken.self) { try splitter.append(Array("{}".utf8)) }
        #expect(error?.count == 2)
        #expect(throws: JSONElementSplitter.Broken.self) { try splitter.finish() }
    }

    @Test("A long first line is a line when another follows, and a list when it is all")
    func oneLine() {
        let isLines = { (text: String) in
            if case .lines = JSONSpread(of: Array(text.utf8), isList: true) { true } else { false }
        }
        #expect(!JSONSpread.isTelling(Array("\n{}\n ".utf8)) && JSONSpread.isTelling(Array("\n{}\n{".utf8)))
        #expect(isLines("{\"orders\":[]}\n{") && !isLines("{\"orders\":[]}\n"))
    }

    @Test(
        "Where the next element cannot be told, it says after which",
        arguments: [
            ("[{} {}]", 1), ("[{},{}", 2), ("[{},]", 1), ("[{}]{}", 1), (#"[{},{"a":"}]"#, 1), ("7", 0), ("{}[", 1),
        ])
    func broken(text: String, count: Int) {
        let error = #expect(throws: JSONElementSplitter.Broken.self) { try cut(text, pieces: [1]) }
        #expect(error?.count == count)
    }

    @Test("Documents that stand on lines of their own are told by the first line")
    func spread() {
        let isLines = { (text: String) in
            if case .lines = JSONSpread(of: Array(text.utf8)) { true } else { false }
        }
        #expect(isLines("{\"a\":1}\n{\"a\":2}") && isLines("\n{\"a\":1}\r\n") && isLines("{}"))
        #expect(isLines("{\n{\"a\":1}\n") && isLines("{\"a\"\r\n\r\n{\"a\":1}"))
        #expect(!isLines("{\"a\":[ \n{\"b\":1}]}") && !isLines("{\"a\":1,\n{"))
        #expect(!isLines("{\n\"a\":1}") && !isLines("[{}]") && !isLines("[{},\n{}]"))
    }
}
