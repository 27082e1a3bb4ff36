import ProfileWire

/// What is logged of a request. Neither path nor query are in it: both may name a person.
///
/// It writes its members into a line by itself: a dictionary for every request would cost more than all the rest.
struct RequestNote: CustomStringConvertible, Sendable {
    let method: String
    /// The template, empty when there is none.
    let route: String
    let status: Int
    let microseconds: Int
    /// The name of the key.
    let key: String

    func write(to json: inout JSONWriter) {
        json.member("key", key)
        json.member("method", method)
        json.member("microseconds", microseconds)
        json.member("route", route)
        json.member("status", status)
    }

    var description: String { "\(method) \(route) \(status) \(microseconds) µs \(key)" }
}
