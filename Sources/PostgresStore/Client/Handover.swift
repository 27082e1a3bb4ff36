import CPostgres

/// An open connection on its way from the thread that opened it to the one that will use it.
// Proof of Sendable: whoever opened it lets go of it when it hands this over, and it is taken once.
struct Handover: @unchecked Sendable {
    let pointer: OpaquePointer
    var layout = Layout.together
}
