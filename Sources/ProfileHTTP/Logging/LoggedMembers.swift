import ProfileWire

/// Metadata that writes its members into a log line by itself: a dictionary for every request would cost more than all
/// the rest of its line.
protocol LoggedMembers: CustomStringConvertible, Sendable {
    func write(to json: inout JSONWriter)
}
