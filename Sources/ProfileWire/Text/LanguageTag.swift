/// Language tags by the syntax of BCP 47 (RFC 5646, section 2.1), in the case of section 2.1.1.
package enum LanguageTag {
    /// `en-GB` for `EN_gb`; nil when it is no tag. Underscores are taken for hyphens.
    package static func canonical(_ text: String) -> String? {
        guard text.utf8.count <= 64, CleanText.isASCII(text) else { return nil }
        let subtags = text.lowercased().split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "_" })
        guard subtags.allSatisfy(isSubtag) else { return nil }
        var rest = subtags[...]
        var tag: [String] = []
        if rest.first != "x" {
            guard let language = rest.popFirst(), language.utf8.count >= 2, language.allSatisfy(\.isLetter) else {
                return nil
            }
            tag.append(String(language))
            takeExtendedLanguages(of: language, from: &rest, into: &tag)
            takeScriptAndRegion(from: &rest, into: &tag)
            while let variant = rest.first, isVariant(variant) { tag.append(String(rest.removeFirst())) }
        }
        return takeExtensions(from: &rest, into: &tag) ? tag.joined(separator: "-") : nil
    }

    /// The tag that is meant: by a tag, by a locale of POSIX (`de_DE.UTF-8`), or by the name of a language, in English
    /// or in itself. Nil when the language is none that ISO 639 knows, as with `C`.
    package static func understood(_ text: String) -> String? {
        if let code = LanguageNames.code(for: text) { return code }
        let bare = String(text.prefix { $0 != "." && $0 != "@" })
        guard let tag = canonical(bare) else { return nil }
        let language = tag.prefix { $0 != "-" }
        switch language.utf8.count {
        case 1: return tag
        case 2: return LanguageNames.isCode(String(language)) ? tag : nil
        // The shortest code counts (RFC 5646, section 2.2.1); other languages have none of two letters.
        case 3: return (LanguageNames.code(for: String(language)) ?? String(language)) + tag.dropFirst(3)
        default: return nil
        }
    }

    private static func isSubtag(_ subtag: Substring) -> Bool {
        (1...8).contains(subtag.utf8.count) && subtag.allSatisfy { $0.isLetter || $0.isNumber }
    }

    private static func takeExtendedLanguages(
        of language: Substring, from rest: inout ArraySlice<Substring>, into tag: inout [String]
    ) {
        guard language.utf8.count <= 3 else { return }
        var count = 0
        while count < 3, let next = rest.first, next.utf8.count == 3, next.allSatisfy(\.isLetter) {
            tag.append(String(rest.removeFirst()))
            count += 1
        }
    }

    private static func takeScriptAndRegion(from rest: inout ArraySlice<Substring>, into tag: inout [String]) {
        if let script = rest.first, script.utf8.count == 4, script.allSatisfy(\.isLetter) {
            tag.append(rest.removeFirst().capitalizedFirst)
        }
        if let region = rest.first, isRegion(region) { tag.append(rest.removeFirst().uppercased()) }
    }

    private static func isRegion(_ subtag: Substring) -> Bool {
        switch subtag.utf8.count {
        case 2: subtag.allSatisfy(\.isLetter)
        case 3: subtag.allSatisfy(\.isNumber)
        default: false
        }
    }

    private static func isVariant(_ subtag: Substring) -> Bool {
        subtag.utf8.count >= 5 || (subtag.utf8.count == 4 && subtag.first?.isNumber == true)
    }

    /// Singletons with their subtags, private use last; false when something else is left.
    private static func takeExtensions(from rest: inout ArraySlice<Substring>, into tag: inout [String]) -> Bool {
        while let singleton = rest.popFirst() {
            guard singleton.utf8.count == 1 else { return false }
            tag.append(String(singleton))
            let isPrivate = singleton == "x"
            var count = 0
            while let next = rest.first, isPrivate || next.utf8.count > 1 {
                tag.append(String(next))
                rest.removeFirst()
                count += 1
            }
            guard count > 0 else { return false }
        }
        return true
    }
}

extension Substring {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
