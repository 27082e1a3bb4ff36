import Logging
import ProfileCore
package import ProfileWire

/// What is logged of a request. Neither path nor query are in it: both may name a person.
///
/// It goes to the log as it is, and the thread that writes the log makes a line of it: a dictionary of metadata for
/// each request would cost more than the rest of an answer.
package struct RequestNote: Sendable {
    let level: Logger.Level
    /// The name of the logger.
    let logger: String
    let time: Timestamp
    let method: String
    /// The template, empty when there is none.
    let route: String
    let status: Int
    let microseconds: Int
    /// The name of the key.
    let key: String

    /// How many bytes its line takes, roughly.
    var size: Int { 160 + route.utf8.count + key.utf8.count }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("time", time)
            json.member("level", level.rawValue)
            json.member("logger", logger)
            json.member("message", "request")
            json.member("key", key)
            json.member("method", method)
            json.member("microseconds", microseconds)
            json.member("route", route)
            json.member("status", status)
        }
    }
}

/// Where lines of the log go. Nothing here waits for a disk.
package protocol LogOutput: Sendable {
    /// Takes a line without its line feed; an urgent one does not wait for others.
    func add(_ line: [UInt8], isUrgent: Bool)

    func add(_ note: RequestNote)
}

/// The part of the log that tells of requests.
struct RequestLog: Sendable {
    private let logger: Logger
    private let output: (any LogOutput)?

    init(_ logger: Logger) {
        self.logger = logger
        output = (logger.handler as? JSONLogHandler)?.output
    }

    /// Those who watch the service ask so often that they would drown the others.
    func add(_ method: String, _ route: String, _ status: Int, microseconds: Int, key: String) {
        let level = ProbeEndpoints.paths.contains(route) ? Logger.Level.debug : .info
        guard logger.logLevel <= level, let output else { return }
        output.add(
            RequestNote(
                level: level, logger: logger.label, time: .now, method: method, route: route, status: status,
                microseconds: microseconds, key: key))
    }
}
