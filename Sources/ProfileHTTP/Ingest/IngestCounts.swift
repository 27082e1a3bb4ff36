import ProfileWire

/// How many records of a stream met which fate.
package struct IngestCounts: Hashable, Sendable {
    package var accepted = 0
    package var unchanged = 0
    package var stale = 0
    package var rejected = 0

    package init() {}

    func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }

    func writeMembers(to json: inout JSONWriter) {
        json.member("accepted", accepted)
        json.member("unchanged", unchanged)
        json.member("stale", stale)
        json.member("rejected", rejected)
    }
}
