import ProfileCore

/// What the words of other systems mean, guessed by how they begin or what is in them, in seven languages.
struct WordGuess: Sendable {
    /// The word of those whose meaning is not known.
    let fallback: String
    /// Whether a word of unknown meaning stands for itself.
    private var keepsOthers = false
    /// Words that mean something as a whole.
    private var whole: [String: String] = [:]
    /// In the order in which they count.
    private let parts: [(part: String, meaning: String)]

    /// Nil for members that a table of words does not help.
    static func of(_ path: String, _ kind: RecordKind) -> WordGuess? {
        switch path {
        case "status": kind == .interaction ? contactStates : orderStates
        case "channel": channels
        case "direction": directions
        case "type": activities
        default: nil
        }
    }

    func meaning(of word: String) -> String {
        let plain = HeaderName(word).plain
        let known = whole[plain] ?? parts.first { plain.contains($0.part) }?.meaning
        return known ?? (keepsOthers ? WordText.word(word) : nil) ?? fallback
    }

    private static func parts(_ text: String) -> [(part: String, meaning: String)] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [(part: String, meaning: String)] in
            let words = line.split(separator: " ").map(String.init)
            guard let meaning = words.first else { return [] }
            return words.dropFirst().map { ($0, meaning) }
        }
    }

    private static let orderStates = WordGuess(
        fallback: "open",
        parts: parts(
            """
            open unpaid unbezahlt unfulfilled unshipped incomplete impaye niezapl notpaid
            cancelled cancel storn annul anul void declin fail
            returned return retour refund erstatt rembours reembols devuel devol reso rimbors zwrot zwroc
            delivered deliver geliefert zugestellt livr entreg conseg bezorgd geleverd dostarcz complet abgeschl termin
            delivered fulfilled zrealiz erledigt
            shipped ship dispatch versand versendet expedi envia envoy spedi verzond wysl transit
            paid paid bezahlt paye pagad pagat betaald zapl oplac invoiced
            """))

    private static let yes = Dictionary(
        uniqueKeysWithValues: ["y", "yes", "true", "ja", "oui", "si", "tak"].map { ($0, "resolved") })

    private static let contactStates = WordGuess(
        fallback: "open", whole: yes,
        parts: parts(
            """
            open unresolved unsolved notresolved reopen wiedereroff
            resolved clos resol solv done gelost erledigt geschlossen ferme cerrad chius gesloten opgelost zamkn rozwiaz
            resolved complet abgeschl termin finish cancel
            """))

    private static let directions = WordGuess(
        fallback: "inbound", parts: parts("outbound out ausg sort salien usc uitg wych"))

    private static let channels = WordGuess(
        fallback: "other", keepsOthers: true,
        parts: parts(
            """
            whatsapp whatsapp
            chatbot chatbot
            email mail courriel correo
            chat chat
            sms sms
            video video
            social social twitter facebook instagram tweet
            phone phone call telefon telefoon telephone voice ivr anruf
            form web form portal selfservice online
            letter letter brief fax post
            store store filial branch office walkin counter
            """))

    private static let activities = WordGuess(
        fallback: "page_viewed", keepsOthers: true,
        parts: parts(
            """
            product_removed removefrom remove
            wishlist_added wish
            product_added addtocart addtobasket cart basket added
            search search suche
            page_viewed page
            product_viewed view
            """))
}
