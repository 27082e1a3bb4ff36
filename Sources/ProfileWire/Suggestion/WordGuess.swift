/// What words of other systems mean, guessed by how they begin or what is in them, in seven languages.
enum WordGuess {
    static func orderState(_ word: String) -> String {
        first(word, of: orderStates) ?? "open"
    }

    static func contactState(_ word: String) -> String {
        let isYes = ["y", "yes", "true", "ja", "oui", "si", "tak"].contains(HeaderName(word).plain)
        return isYes ? "resolved" : first(word, of: contactStates) ?? "open"
    }

    static func channel(_ word: String) -> String {
        first(word, of: channels) ?? WordText.word(word) ?? "other"
    }

    static func direction(_ word: String) -> String {
        first(word, of: directions) ?? "inbound"
    }

    static func activity(_ word: String) -> String {
        first(word, of: activities) ?? WordText.word(word) ?? "page_viewed"
    }

    /// The parts that are looked for stand in the order in which they count.
    private static func first(_ word: String, of parts: [(part: String, meaning: String)]) -> String? {
        let plain = HeaderName(word).plain
        return parts.first { plain.contains($0.part) }?.meaning
    }

    private static func parts(_ text: String) -> [(part: String, meaning: String)] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [(part: String, meaning: String)] in
            let words = line.split(separator: " ").map(String.init)
            guard let meaning = words.first else { return [] }
            return words.dropFirst().map { ($0, meaning) }
        }
    }

    private static let orderStates = parts(
        """
        open unpaid unbezahlt unfulfilled unshipped incomplete impaye niezapl notpaid
        cancelled cancel storn annul anul void declin fail
        returned return retour refund erstatt rembours reembols devuel devol reso rimbors zwrot zwroc
        delivered deliver geliefert zugestellt livr entreg conseg bezorgd geleverd dostarcz complet abgeschl termin
        delivered fulfilled zrealiz erledigt
        shipped ship dispatch versand versendet expedi envia envoy spedi verzond wysl transit
        paid paid bezahlt paye pagad pagat betaald zapl oplac invoiced
        """)

    private static let contactStates = parts(
        """
        open unresolved unsolved notresolved reopen wiedereroff
        resolved clos resol solv done gelost erledigt geschlossen ferme cerrad chius gesloten opgelost zamkn rozwiaz
        resolved complet abgeschl termin finish cancel
        """)

    private static let directions = parts("outbound out ausg sort salien usc uitg wych")

    private static let channels = parts(
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
        """)

    private static let activities = parts(
        """
        product_removed removefrom remove
        wishlist_added wish
        product_added addtocart addtobasket cart basket added
        search search suche
        page_viewed page
        product_viewed view
        """)
}
