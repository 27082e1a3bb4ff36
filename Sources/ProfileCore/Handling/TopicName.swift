/// The name of a topic, or of a skill, as it is compared: sources differ in case and in what stands between words.
package enum TopicName {
    /// `Where is it?` and `where_is_it` are `where is it`; nil when no letter and no digit is left.
    package static func folded(_ name: String) -> String? {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
