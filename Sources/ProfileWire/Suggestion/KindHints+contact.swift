import ProfileCore

extension KindHints {
    static let interaction = KindHints(
        .interaction, system: "helpdesk", standards: ["channel": "{value: phone}"],
        telling: ["channel", "topic", "csat", "nps", "agent.id", "agent.name", "status", "wait_seconds"], untold: 0.4,
        undated: 0.6, isDealing: true, words: interactionWords + interactionWordsInLanguages)

    private static let interactionWords = [
        Words(
            "id", 25,
            """
            ticket id, ticket no, ticket number, case id, case number, case enquiry id, case no, incident id,
            incident number, call id, complaint id, request id, service request id, service request number,
            interaction id, conversation id, chat id, review id, survey id, response id, enquiry id, inquiry id,
            issue id, ticket, ticketnummer, ticketnr, ticket nr, vorgangsnummer, fallnummer, anfragenummer,
            numero de ticket,
            numero ticket, numero de dossier, numero de caso, id caso, numero pratica, zaaknummer, meldingsnummer,
            numer zgloszenia, nr zgloszenia
            """),
        Words("id", 5, "contact id, contact no, unique key, unique id, number, id, key, no, nr"),
        Words(
            "customer.id", 6,
            "caller id, requester id, contact person id, caller, requester, reporter id, reviewer id," + customerNames),
        Words("customer.email", as: .email, 6, emailNames + ", requester email, from email, from, sender"),
        Words("customer.phone", as: .phone, 4, phoneNames + ", caller phone, from number"),
        Words(
            "occurred_at", 15,
            """
            opened at, opened, open dt, open date, date opened, created at, created date, date created, creation date,
            call date, call time, contact date, date of contact, date received, received at, received, started at,
            start time, occurred at, reported at, submitted at, review creation date, review date, review time,
            request date, requested datetime,
            interaction date, ticket created, ticket creation date, date of purchase, erstellt am, eroffnet am,
            eroffnet, eingangsdatum, eingang, anrufdatum, kontaktdatum, cree le, date de creation, date de contact,
            date d ouverture, fecha de creacion, fecha de apertura, fecha de contacto, data di apertura, data apertura,
            data creazione, data contatto, aangemaakt op, datum contact, contactdatum, data utworzenia, data zgloszenia,
            data kontaktu, date, datum, fecha, data, timestamp, datetime, first response time
            """),
        Words(
            "channel", 30,
            """
            ticket channel, contact channel, contact type, channel, channel type, submitted via, contact method, medium,
            via, case origin, origin, method received, contact mode, kontaktkanal, kontaktart, kanal, canal, canale,
            kanaal, source
            """),
        Words(
            "direction", 20, "direction, call direction, richtung, direccion, direzione, richting, kierunek"),
        Words(
            "status", as: .states, 12,
            """
            ticket status, case status, incident state, resolution status, request status, status, state,
            vorgangsstatus, statut, estado, stato, stan, resolved
            """),
        Words(
            "topic", as: .any, 15,
            """
            ticket subject, case title, subject, topic, contact reason, call reason, reason, complaint type, issue,
            ticket type, category, betreff, thema, anliegen, grund, kategorie, motif, sujet, objet, categorie, asunto,
            motivo, tema, oggetto, argomento, categoria, onderwerp, reden, temat, powod, kategoria, type
            """),
        Words(
            "agent.id", as: .text, 20,
            """
            agent id, assigned to, assignee id, assignee, agent, operator, handled by, mitarbeiter, bearbeiter,
            sachbearbeiter, agente, operatore, operateur, medewerker, behandelaar, konsultant, owner
            """),
        Words("agent.name", 20, "agent name, assignee name, operator name"),
        Words(
            "wait_seconds", 20,
            """
            wait seconds, wait time, waiting time, queue time, speed of answer in seconds, speed of answer, wartezeit,
            temps d attente, tiempo de espera, tempo di attesa, wachttijd, czas oczekiwania
            """),
        Words(
            "duration_seconds", 15,
            """
            duration seconds, duration in seconds, handle time, talk time, call duration, avg talk duration, duration,
            gesprachsdauer, dauer, duree, duracion, durata, duur, czas trwania
            """),
        Words(
            "csat", 25,
            """
            csat, csat score, customer satisfaction rating, customer satisfaction, satisfaction rating,
            satisfaction score, review score, review rating, overall, satisfaction, rating, score, stars,
            zufriedenheit, bewertung, note,
            satisfaccion, valoracion, soddisfazione, valutazione, tevredenheid, beoordeling, zadowolenie, ocena
            """),
        Words("nps", 25, "nps, nps score, net promoter score, likelihood to recommend"),
        Words(
            "summary", 12,
            """
            summary, ticket description, review comment message, review text, consumer complaint narrative,
            narrative, notes,
            comments, comment, message, description, zusammenfassung, beschreibung, notiz, kommentar, bemerkung, resume,
            commentaire, comentario, resumen, descripcion, nota, descrizione, opmerking, omschrijving, komentarz, uwagi,
            opis
            """),
        Words("order_id", 3, orderNames),
        Words("updated_at", 3, updatedNames + ", closed at, closed dt, closed date, date closed, closed"),
    ]

    private static let interactionWordsInLanguages =
        Words.inLanguages("id", 25, contactNumbers)
        + Words.inLanguages("customer.id", 6, customerNumbers)
        + Words.inLanguages("customer.email", as: .email, 6, emails)
        + Words.inLanguages("customer.phone", as: .phone, 4, phones)
        + Words.inLanguages("occurred_at", 15, contactDates)
        + Words.inLanguages("status", as: .states, 12, contactStates)
        + Words.inLanguages("order_id", 3, orderNumbers)

    static let activity = KindHints(
        .activity, system: "webshop", standards: ["type": "{value: page_viewed}"],
        telling: ["type", "url", "query", "customer.visitor"], untold: 0.3, undated: 0.5, words: activityWords)

    private static let activityWords = [
        Words("id", 15, "event id, message id, hit id, activity id"), Words("id", 2, "id, key"),
        Words(
            "customer.visitor", 20,
            "visitor id, anonymous id, cookie id, device id, client id, session id, user session, visitor"),
        Words("customer.id", 6, customerNames), Words("customer.email", as: .email, 3, emailNames),
        Words(
            "occurred_at", 10,
            """
            event time, event timestamp, event date, occurred at, viewed at, visit time, visited at, timestamp, time,
            datetime, date, zeitpunkt, zeitstempel, horodatage, fecha, data
            """),
        Words(
            "type", 30,
            """
            event type, event name, event, activity type, activity, action, ereignis, evenement, evento, zdarzenie
            """),
        Words("sku", 10, "product id, sku, item id, stock code, item"),
        Words("name", 5, "product name, item name, name"),
        Words("category", as: .any, 4, "category code, category name, category"),
        Words("price", 5, "price, unit price, value"),
        Words("currency", 4, "currency, currency code"),
        Words("quantity", 4, "quantity, qty"),
        Words("query", 25, "search query, query, search term, search terms, keyword"),
        Words("url", 25, "page url, url, page, landing page, page path, path, link"),
        Words("referrer", 12, "referrer, referer, referring page, referral, page referrer, http referer"),
        Words("medium", 6, "utm medium, medium, traffic medium"),
        Words("campaign", 6, "utm campaign, campaign, campaign name"),
    ]
}
