import Testing

@testable import ProfileWire

@Suite("Paths name members of JSON")
struct MemberPathTests {
    private static let document = """
        {"id":7,"customer":{"email":"ada@example.com","a.b":"dotted","x/y":"slashed","tilde~":"waved"},
        "lines":[{"sku":"A","tags":["x","y"]},{"sku":"B","tags":[]},{"sku":null}],"none":null,"one":{"sku":"C"},
        "grid":[[1,2],[3]],"$":"dollar","0":"zero"}
        """

    private func row(_ json: String = document) throws -> ElementRow {
        ElementRow(try JSONReader.parse(Array(json.utf8)), number: 1)
    }

    @Test(
        "By dots, by brackets and by JSON pointers",
        arguments: [
            ("id", ["7"]), ("/id", ["7"]), ("customer.email", ["ada@example.com"]),
            ("/customer/email", ["ada@example.com"]), ("/customer/a.b", ["dotted"]), ("customer.a.b", []),
            ("/customer/x~1y", ["slashed"]), ("customer.x/y", ["slashed"]), ("/customer/tilde~0", ["waved"]),
            ("lines[].sku", ["A", "B"]), ("lines[0].sku", ["A"]), ("/lines/1/sku", ["B"]),
            ("/lines/[]/sku", ["A", "B"]),
            ("lines[].tags[]", ["x", "y"]), ("lines[9].sku", []), ("none", []), ("none.deeper", []), ("nowhere", []),
            ("grid[][]", ["1", "2", "3"]), ("grid[1][0]", ["3"]), ("one[].sku", ["C"]), ("$", ["dollar"]),
            ("$.id", ["7"]), ("$/customer/email", ["ada@example.com"]), ("$.lines[].sku", ["A", "B"]), ("0", ["zero"]),
        ])
    func values(path: String, expected: [String]) throws {
        // A member called $ is named by a pointer, since $ is the whole document.
        let path = try #require(MemberPath(path == "$" ? "/$" : path))
        #expect(path.values(in: try row()).map(\.cellText) == expected)
    }

    @Test("An element's paths begin at the element, and with $ at the document")
    func relative() throws {
        let lines = try #require(MemberPath("lines[]")).rows(in: try row())
        #expect(lines.map(\.pointer) == ["/lines/0", "/lines/1", "/lines/2"])
        #expect(try #require(MemberPath("sku")).values(in: lines[1]) == [.string("B")])
        #expect(try #require(MemberPath("$.id")).values(in: lines[1]) == [.number("7")])
        #expect(try #require(MemberPath("sku")).pointers(in: lines[2]) == ["/lines/2/sku"])
        #expect(try #require(MemberPath("one[]")).rows(in: try row()).map(\.pointer) == ["/one"])
        #expect(try #require(MemberPath("/customer/x~1y")).pointers(in: try row()) == ["/customer/x~1y"])
        let tag = try #require(MemberPath("tags[]")).rows(in: lines[0])[1]
        #expect(try #require(MemberPath(".")).values(in: tag) == [.string("y")])
    }

    @Test(
        "What is no path is refused",
        arguments: ["", "a..b", ".a", "a.", "a[", "a[x]", "a[-1]", "a]b[", "/a~2", "a[]b"])
    func refused(path: String) {
        #expect(MemberPath(path) == nil)
    }

    // MARK: Against another reading

    /// Every part of a document with the steps to it, in the order of the document.
    private func parts(_ value: JSONValue, _ steps: [String] = []) -> [(steps: [String], value: JSONValue)] {
        var found = [(steps, value)]
        switch value {
        case .object(let object): found += object.members.flatMap { parts($0.value, steps + [$0.name]) }
        case .array(let values):
            found += values.enumerated().flatMap { parts($1, steps + ["[\($0)]"]) }
        default: break
        }
        return found
    }

    private func random(_ depth: Int, _ chance: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: depth > 3 ? 2...3 : 0...4, using: &chance) {
        case 0:
            let names = ["a", "b", "c"].filter { _ in Bool.random(using: &chance) }
            return .object(JSONObject(members: names.map { .init(name: $0, value: random(depth + 1, &chance)) }))
        case 1, 4: return .array((0..<Int.random(in: 0...3, using: &chance)).map { _ in random(depth + 1, &chance) })
        case 2: return .number(String(Int.random(in: 0...9, using: &chance)))
        default: return .null
        }
    }

    @Test("They lead to what matches when every part of a random document is looked at")
    func oracle() throws {
        var chance = SeededGenerator(seed: 16)
        var found = 0
        for _ in 0..<3_000 {
            let document = JSONValue.object(
                JSONObject(members: [
                    .init(name: "a", value: random(0, &chance)), .init(name: "b", value: random(0, &chance)),
                ]))
            let steps =
                ["a", "b"].shuffled(using: &chance).prefix(1)
                + (0..<Int.random(in: 0...3, using: &chance)).map { _ in
                    ["a", "b", "c", "[]", "[]", "[0]", "[1]"].randomElement(using: &chance) ?? "a"
                }
            let text = steps.reduce("") { $0 + ($1.hasPrefix("[") || $0.isEmpty ? "" : ".") + $1 }
            let expected = parts(document).filter { part in
                part.value != .null && part.steps.count == steps.count
                    && zip(steps, part.steps).allSatisfy { $0 == $1 || $0 == "[]" && $1.hasPrefix("[") }
            }
            let path = try #require(MemberPath(text))
            let row = ElementRow(document, number: 1)
            let values = path.rows(in: row)
            // Something else than a list counts as a list of one, of which this reading knows nothing.
            guard !text.contains("[]") || Self.isStrict(document, steps[...]) else { continue }
            #expect(values.map(\.element) == expected.map(\.value), "\(text) in \(document.jsonText)")
            #expect(path.values(in: row) == values.map(\.element))
            #expect(
                values.map(\.pointer)
                    == expected.map { "/" + $0.steps.map { $0.filter { !"[]".contains($0) } }.joined(separator: "/") })
            found += values.count
        }
        #expect(found > 500)
    }

    /// Whether only lists stand where the steps go through a list.
    private static func isStrict(_ value: JSONValue, _ steps: ArraySlice<String>) -> Bool {
        guard let step = steps.first else { return true }
        let rest = steps.dropFirst()
        switch (step, value) {
        case ("[]", .array(let values)): return values.allSatisfy { isStrict($0, rest) }
        case ("[]", .null): return true
        case ("[]", _): return false
        case (_, .object(let object)): return object[step].map { isStrict($0, rest) } ?? true
        case (_, .array(let values)):
            guard let index = Int(step.filter { !"[]".contains($0) }), values.indices.contains(index) else {
                return true
            }
            return isStrict(values[index], rest)
        default: return true
        }
    }
}
