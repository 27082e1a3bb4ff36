import ProfileCore

extension KindHints {
    static let promise = KindHints(
        .promise, system: "helpdesk", standards: ["text": "{value: promise}"],
        telling: ["text", "due_at", "due_on"], untold: 0.2, undated: 0.6, isDealing: true,
        words: promiseWords + promiseWordsInLanguages)

    /// Words that also stand in other files count little: a promise is told by what is called one.
    private static let promiseWords = [
        Words("id", 25, "promise id, promise no, commitment id, zusagenummer, zusage id, promesse id, toezegging id"),
        Words("id", 2, "id, key, no, nr"),
        Words("customer.id", 6, customerNames),
        Words("customer.email", as: .email, 6, emailNames),
        Words("customer.phone", as: .phone, 4, phoneNames),
        Words(
            "promised_at", 25,
            """
            promised at, promised on, promise date, date promised, promise made, zugesagt am, versprochen am,
            promis le, fecha de la promesa, prometido el, promesso il, beloofd op, toegezegd op, obiecano dnia
            """),
        Words("promised_at", 3, "created at, created on, date, datum, fecha, data, timestamp"),
        Words(
            "text", as: .text, 30,
            """
            promise, promise text, promised, what was promised, commitment, zusage, versprechen, promesse, engagement,
            promesa, compromiso, promessa, impegno, belofte, toezegging, obietnica, zobowiazanie
            """),
        Words("due_at", 12, "due at, due time, deadline, promised for"),
        Words(
            "due_on", 12,
            """
            due on, due date, promised by, promised until, due by, due, until, zugesagt bis, fallig am, faellig am, bis,
            frist, echeance, vencimiento, fecha limite, scadenza, vervaldatum, termin
            """),
        Words(
            "settled_at", 8, "settled at, kept at, kept on, broken at, fulfilled at, eingehalten am, tenu le"),
        Words(
            "status", as: .states, 8,
            "promise status, promise state, status, state, outcome, statut, estado, stato, stan, kept, eingehalten"),
        Words("topic", as: .any, 6, "topic, subject, reason, category, thema, betreff, sujet, asunto, oggetto, temat"),
        Words(
            "agent.id", as: .text, 10,
            """
            agent id, promised by agent, agent, made by, assigned to, assignee, owner, mitarbeiter, bearbeiter,
            sachbearbeiter, agente, operatore, medewerker, konsultant
            """),
        Words("agent.name", 10, "agent name, assignee name"),
        Words("order_id", 4, orderNames),
        Words("interaction_id", 4, "ticket id, ticket number, ticket, case id, case number, call id, conversation id"),
        Words("updated_at", 3, updatedNames),
    ]

    private static let promiseWordsInLanguages =
        Words.inLanguages("customer.id", 6, customerNumbers)
        + Words.inLanguages("customer.email", as: .email, 6, emails)
        + Words.inLanguages("customer.phone", as: .phone, 4, phones)
        + Words.inLanguages("order_id", 4, orderNumbers)
        + Words.inLanguages("interaction_id", 4, contactNumbers)
}
