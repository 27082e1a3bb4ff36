import HTTPTypes
import Hummingbird
import NIOCore
import ProfileWire

extension Response {
    static let noContent = Response(status: .noContent)

    static func json(_ status: HTTPResponse.Status = .ok, _ write: (inout JSONWriter) -> Void) -> Response {
        var json = JSONWriter()
        write(&json)
        return .bytes(json.bytes, as: MediaType.json, status: status)
    }

    static func bytes(
        _ bytes: [UInt8], as mediaType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        .buffer(ByteBuffer(bytes: bytes), as: mediaType, status: status)
    }

    static func buffer(
        _ buffer: ByteBuffer, as mediaType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(status: status, headers: [.contentType: mediaType], body: ResponseBody(byteBuffer: buffer))
    }
}
