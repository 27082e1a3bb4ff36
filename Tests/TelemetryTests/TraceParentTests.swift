import Testing

@testable import Telemetry

@Suite("Where in a trace something happens, as W3C Trace Context writes it")
struct TraceParentTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    @Test("The example of the specification is read and written alike", arguments: ["01", "00"])
    func example(flags: String) throws {
        let text = "00-\(Self.trace)-\(Self.span)-\(flags)"
        let parent = try #require(TraceParent(text))
        #expect(parent.text == text)
        #expect(parent.isSampled == (flags == "01"))
        #expect(parent.trace.text == Self.trace && parent.span.text == Self.span)
    }

    @Test("Later versions may say more, and flags that are not known are not passed on")
    func later() throws {
        #expect(TraceParent("cc-\(Self.trace)-\(Self.span)-01-what-the-future-brings")?.isSampled == true)
        #expect(TraceParent("00-\(Self.trace)-\(Self.span)-ff")?.text.hasSuffix("-01") == true)
    }

    @Test(
        "What is no parent begins a trace anew",
        arguments: [
            "", "00", "ff-\(trace)-\(span)-01", "00-\(trace)-\(span)", "00-\(trace)-\(span)-01-more",
            "00-\(trace.uppercased())-\(span)-01", "00-\(String(repeating: "0", count: 32))-\(span)-01",
            "00-\(trace)-0000000000000000-01", "00-\(trace)0-\(span)-01", "00-\(trace.dropLast())-\(span)-01",
            "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-0x", "0-\(trace)-\(span)-01",
            "00-\(trace)-+0f067aa0ba902b7-01",
            "00 \(trace) \(span) 01", "00-é\(trace.dropLast(2))-\(span)-01",
        ])
    func none(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test("What others noted is passed on as it is, unless it is too long or no header field")
    func state() {
        let text = "00-\(Self.trace)-\(Self.span)-01"
        #expect(TraceParent(text, state: "rojo=00f067aa0ba902b7,congo=t61")?.state == "rojo=00f067aa0ba902b7,congo=t61")
        #expect(TraceParent(text, state: String(repeating: "a", count: 513))?.state == "")
        #expect(TraceParent(text, state: "a=1\r\nX: y")?.state == "")
    }

    @Test("Of many traces the share is told of that is asked for, and every service decides alike")
    func share() throws {
        for share in ["0", "0.1", "0.5", "1"] {
            let one = try #require(Sampler(name: "traceidratio", argument: share))
            let other = try #require(Sampler(name: "parentbased_traceidratio", argument: share))
            let traces = (0..<10_000).map { _ in TraceID.random() }
            let told = traces.count { one.samples($0, nil) }
            #expect(abs(Double(told) / 10_000 - (Double(share) ?? 0)) < 0.03)
            #expect(traces.allSatisfy { one.samples($0, nil) == other.samples($0, nil) })
        }
    }

    @Test("Who is told to asks the parent, and who is not does not")
    func parents() throws {
        let sampled = try #require(TraceParent("00-\(Self.trace)-\(Self.span)-01"))
        let dropped = try #require(TraceParent("00-\(Self.trace)-\(Self.span)-00"))
        for (name, expected) in [
            ("always_on", [true, true, true]), ("always_off", [false, false, false]),
            ("parentbased_always_on", [true, false, true]), ("parentbased_always_off", [true, false, false]),
        ] {
            let sampler = try #require(Sampler(name: name, argument: nil))
            #expect([sampled, dropped, nil].map { sampler.samples(sampled.trace, $0) } == expected, "\(name)")
        }
        for (name, argument) in [("some", nil), ("traceidratio", "2"), ("traceidratio", "x"), ("always_on", "-1")] {
            #expect(Sampler(name: name, argument: argument) == nil)
        }
    }
}
