extension Country {
    static func ofShopper(_ index: Int) -> Country { byShare[index % byShare.count] }

    /// How many shoppers before this one live in the same country.
    static func place(ofShopper index: Int) -> Int {
        let slot = index % byShare.count
        let code = byShare[slot].code
        let each = byShare.filter { $0.code == code }.count
        return index / byShare.count * each + byShare[..<slot].filter { $0.code == code }.count
    }
}
