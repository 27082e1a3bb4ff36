import Testing

@Suite("The tests of the house read Swift rightly")
struct ReadingTests {
    @Test("Comments and strings are no code")
    func blanking() {
        let file = SourceFile(
            path: "a.swift",
            text: #"""
                let a = "try! { \(b ? "}" : "{") " // as! {
                /* fatalError( /* { */ */ let c = #"{"# + #/"{/#.text
                let d = """
                    { print( \(e) "
                    """
                """#)
        #expect(!file.code.joined().contains(#/try!|as!|fatalError|print|[{}]/#))
        #expect(file.code.count == file.lines.count)
        #expect(file.code[1].contains("let c ="))
        #expect(file.code[4].contains("\"\"\""))
    }

    @Test("A function ends at its own brace, and one without a body has no length")
    func functions() {
        let file = SourceFile(
            path: "a.swift",
            text: """
                protocol P {
                    func none(_ a: Int) -> Int
                    func also() throws(E)
                }
                struct S {
                    package static func long(
                        a: () -> Void = {}
                    ) -> Int {
                        if a { b }
                    }
                    init?(x: Int) { y }
                }
                """)
        #expect(file.functions.map(\.length) == [5, 1])
    }

    @Test("Types are found at any depth")
    func types() {
        let file = SourceFile(
            path: "a.swift",
            text: """
                package struct A: Hashable {
                    enum Inner { case a }
                }
                private final class B {}
                @MainActor package indirect enum C { case d(C) }
                extension A { struct D {} }
                """)
        #expect(file.typeNames.map(\.name) == ["A", "Inner", "B", "C"])
    }

    @Test("The project's own files are found")
    func tree() {
        let paths = SourceTree.project.swiftFiles.map(\.path)
        #expect(paths.count > 50)
        #expect(paths.contains("Tests/HouseTests/ReadingTests.swift"))
    }
}
