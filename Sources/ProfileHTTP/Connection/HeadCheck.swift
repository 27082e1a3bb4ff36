import NIOHTTP1

/// What a head says of its connection and of its body, found in one pass over its fields.
struct Framing {
    private(set) var hosts = 0
    private(set) var codings = 0
    private(set) var isChunked = false
    private(set) var expectsContinue = false
    /// The client wants the connection to end with the answer.
    fileprivate(set) var closes = false

    init(_ head: HTTPRequestHead) {
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 4 where name.isField("host"): hosts += 1
            case 6 where name.isField("expect"): expectsContinue = value.lowercased() == "100-continue"
            case 10 where name.isField("connection"): closes = closes || value.lowercased().contains("close")
            case 17 where name.isField("transfer-encoding"):
                codings += 1
                isChunked = value.lowercased() == "chunked"
            default: break
            }
        }
    }
}

extension String {
    /// Whether it names the field `name`, which is given in lower case.
    func isField(_ name: StaticString) -> Bool {
        var text = self
        return text.withUTF8 { text in
            name.withUTF8Buffer { name in
                text.count == name.count && zip(text, name).allSatisfy { $0 | 0x20 == $1 }
            }
        }
    }
}

/// Holds heads to what their version of HTTP asks for.
///
/// From HTTP/1.1 on a request names its host (RFC 9112, section 3.2). Before, a connection ends with its first answer
/// unless the client asks for more (section 9.3). Of all transfer codings we take `chunked` alone (section 6.1): the
/// decoder hands on whatever else a body is packed in as if it were the body.
struct HeadCheck {
    enum Refusal: Error {
        /// The request does not name one host.
        case hostUnclear
        case unknownTransferCoding
    }

    /// The client is of the time when an answer had to say that the connection stays.
    private var saysThatItStays = false

    /// Nothing behind a head that it refuses makes sense.
    mutating func check(_ head: HTTPRequestHead) throws(Refusal) -> Framing {
        var framing = Framing(head)
        guard framing.codings == 0 || framing.codings == 1 && framing.isChunked else { throw .unknownTransferCoding }
        let isOld = (head.version.major, head.version.minor) < (1, 1)
        guard isOld || framing.hosts == 1 else { throw .hostUnclear }
        saysThatItStays = isOld && head.isKeepAlive
        if isOld, !saysThatItStays { framing.closes = true }
        return framing
    }

    /// Tells a client of HTTP/1.0 that the connection stays, unless `head` says otherwise.
    func complete(_ head: inout HTTPResponseHead) {
        guard saysThatItStays, !head.headers.contains(name: "connection") else { return }
        head.headers.add(name: "Connection", value: "keep-alive")
    }
}
