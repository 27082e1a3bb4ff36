/// The styles that numbers of files may be written in.
enum NumberCandidates {
    /// Thousands before decimals: of `1,234` the comma parts thousands more often than a price of three decimals.
    static let styles = [
        NumberStyle(), NumberStyle(decimal: ".", thousands: ","), NumberStyle(decimal: ","),
        NumberStyle(decimal: ",", thousands: "."), NumberStyle(decimal: ",", thousands: " "),
        NumberStyle(decimal: ".", thousands: " "), NumberStyle(decimal: ".", thousands: "'"),
    ]
}
