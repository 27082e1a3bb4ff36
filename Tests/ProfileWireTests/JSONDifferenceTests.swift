import ProfileWire
import Testing

@Suite("Where two documents differ")
struct JSONDifferenceTests {
    private func pointers(_ before: String, _ after: String) throws -> [String] {
        try difference(before, after).members.map(\.pointer)
    }

    private func difference(_ before: String, _ after: String) throws -> JSONDifference {
        JSONDifference(
            from: try JSONReader.parse(Array(before.utf8)), to: try JSONReader.parse(Array(after.utf8)))
    }

    @Test("equal documents do not differ")
    func equal() throws {
        let text = #"{"a":{"b":[1,{"c":null}]},"d":"e"}"#
        #expect(try pointers(text, text).isEmpty)
    }

    @Test("names each member that differs, in the order of the document, with both values")
    func members() throws {
        let found = try difference(
            #"{"a":1,"p":{"x":"old","y":true,"z":{"w":"0.10"}},"gone":"g"}"#,
            #"{"new":"n","p":{"z":{"w":"0.1"},"x":"new","y":true},"a":1}"#)
        #expect(found.members.map(\.pointer) == ["/p/x", "/p/z/w", "/gone", "/new"])
        #expect(found.members.map(\.before) == [.string("old"), .string("0.10"), .string("g"), .null])
        #expect(found.members.map(\.after) == [.string("new"), .string("0.1"), .null, .string("n")])
    }

    @Test("a list is one value, an absent member is null, and what turns into an object is told whole")
    func wholes() throws {
        #expect(try pointers(#"{"l":[1,2]}"#, #"{"l":[2,1]}"#) == ["/l"])
        #expect(try pointers(#"{"l":null}"#, "{}").isEmpty)
        #expect(try pointers("{}", #"{"l":null}"#).isEmpty)
        #expect(try pointers(#"{"l":null}"#, #"{"l":{"a":1}}"#) == ["/l"])
        #expect(try pointers(#"{"a/b":{"~":1}}"#, #"{"a/b":{"~":2}}"#) == ["/a~1b/~0"])
    }
}
