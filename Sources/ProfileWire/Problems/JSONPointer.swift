/// JSON pointers (RFC 6901) as plain text.
extension String {
    func appending(member name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return self + "/" + name
        }
        var pointer = self + "/"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": pointer += "~0"
            case "/": pointer += "~1"
            default: pointer.unicodeScalars.append(scalar)
            }
        }
        return pointer
    }

    func appending(index: Int) -> String {
        self + "/" + String(index)
    }
}
