/// The names of channels, as systems spell them.
package enum ChannelName {
    /// Other spellings of channels that every installation has.
    private static let spellings = [
        "e_mail": "email", "e_mails": "email", "emails": "email", "phone_call": "phone", "telefon": "phone",
        "telefono": "phone", "telephone": "phone", "telephone_call": "phone",
    ]

    /// What consents name in place of leaving the channel out.
    private static let everything: Set = ["all", "all_channels", "any", "any_channel", "every", "every_channel"]

    /// The one spelling of a word.
    package static func plain(_ word: String) -> String { spellings[word] ?? word }

    /// What a consent to `word` concerns; nil for every channel.
    static func consented(_ word: String?) -> String? {
        word.flatMap { everything.contains($0) ? nil : plain($0) }
    }
}
