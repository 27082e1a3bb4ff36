import ProfileCore
@testable import ProfileHTTP
import Testing

@Suite("The date of an answer")
struct HTTPDateTests {
    @Test(
        "It is in the form of RFC 9110",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
        ])
    func text(seconds: Int64, text: String) {
        #expect(HTTPDate.text(Timestamp(milliseconds: seconds * 1000 + 999)) == text)
    }
}
