import ProfileCore

extension KindHints {
    static let customer = KindHints(
        .customer, system: "crm", standards: [:],
        telling: ["given_name", "family_name", "full_name", "emails", "phones", "birthday", "address.city"],
        untold: 0.5, words: customerWords + customerWordsInLanguages)

    private static let customerWords = [
        Words(
            "id", 5,
            """
            crm id, customer id, customer no, customer number, contact id, client id, member id, account id, person id,
            user id, customer unique id, record id, rec id, unique id, kundennummer, kunden nr, kundennr, kunden id,
            numero client, no client, id client, code client, numero de cliente, id cliente, codigo cliente,
            codice cliente, numero cliente, klantnummer, klantnr, klant id, numer klienta, nr klienta, id klienta, id,
            customer, number, no, nr, key
            """),
        Words(
            "given_name", 30,
            """
            first name, given name, forename, fname, vorname, prenom, nombre, nome, voornaam, imie
            """),
        Words(
            "family_name", 30,
            """
            last name, family name, surname, lname, nachname, familienname, nom de famille, nom, apellidos, apellido,
            cognome, achternaam, nazwisko
            """),
        Words(
            "full_name", 15,
            """
            full name, display name, customer name, contact name, client name, name, kundenname, nom complet,
            nombre completo, nome completo, nome e cognome, volledige naam, klantnaam, naam, imie i nazwisko
            """),
        Words("salutation", as: .words, 15, "salutation, title, anrede, civilite, tratamiento, titolo, aanhef"),
        Words("emails", as: .email, 15, emailNames), Words("phones", as: .phone, 15, phoneNames),
        Words(
            "birthday", 30,
            """
            date of birth, birth date, birthday, dob, geburtsdatum, geburtstag, geboren, geboren am, date de naissance,
            fecha de nacimiento, fecha nacimiento, data di nascita, nascita, geboortedatum, data urodzenia, born
            """),
        Words("gender", as: .words, 12, "gender, sex, geschlecht, sexe, genero, sexo, sesso, geslacht, plec"),
        Words("language", 10, "language, locale, lang, sprache, langue, idioma, lingua, taal, jezyk"),
        Words("time_zone", 5, "time zone, zeitzone, fuseau horaire"),
        Words(
            "address.street", 8,
            """
            street, street address, address line 1, address 1, address1, strasse, anschrift, rue, adresse, direccion,
            calle, indirizzo, straat, adres, ulica, address
            """),
        Words(
            "address.postal_code", 8,
            """
            postal code, postcode, post code, zip code, zip, zip code prefix, plz, postleitzahl, code postal,
            codigo postal, cap, codice postale, kod pocztowy
            """),
        Words(
            "address.city", 8,
            "city, town, suburb, ort, stadt, wohnort, ville, ciudad, citta, comune, woonplaats, plaats, miasto"),
        Words(
            "address.region", 6,
            "state, region, province, county, bundesland, provincia, regione, provincie, wojewodztwo, departement"),
        Words("address.country", 6, "country code, country iso, country, land, pays, pais, paese, kraj"),
        Words("loyalty.tier", as: .words, 15, "loyalty tier, tier, membership level, status level, kundenstufe"),
        Words(
            "loyalty.points", 15,
            "loyalty points, points, punkte, points de fidelite, puntos, punti, punten, punkty"),
        Words("owner.id", as: .text, 5, "account manager, account owner, owner id, owner, betreuer, kundenbetreuer"),
        Words(
            "created_at", 5,
            """
            created at, created date, date created, created, create date, sign up date, signup date, registration date,
            registered, registered at, join date, joined, member since, customer since, erstellt am, angelegt am,
            kunde seit, date de creation, fecha de alta, fecha de creacion, data creazione, data di creazione,
            aangemaakt op, data utworzenia, data rejestracji
            """),
        Words("updated_at", 2, updatedNames),
    ]

    private static let customerWordsInLanguages =
        Words.inLanguages("id", 5, customerNumbers)
        + Words.inLanguages("given_name", 30, givenNames)
        + Words.inLanguages("family_name", 30, familyNames)
        + Words.inLanguages("full_name", 15, fullNames)
        + Words.inLanguages("emails", as: .email, 15, emails)
        + Words.inLanguages("phones", as: .phone, 15, phones)
        + Words.inLanguages("birthday", 30, birthdays)

    // MARK: Names of what several kinds have

    static let emailNames = """
        email, email address, e mail address, customer email, primary email, mail, courriel, adresse email,
        adresse mail, correo electronico, correo, posta elettronica, e mailadres, mailadresse, adres email, adres e mail
        """

    static let phoneNames = """
        phone, phone number, customer phone, telephone, mobile, mobile phone, cell phone, cell, tel, caller number,
        telefon, telefonnummer, handy, handynummer, mobil, mobilnummer, rufnummer, numero de telephone, telefono, movil,
        cellulare, numero di telefono, telefoonnummer, telefoon, mobiel, numer telefonu, komorka
        """

    /// The number by which a system knows its customer.
    static let customerNames = """
        customer id, customer no, customer number, customer nr, customer key, customer code, client id, buyer id,
        account id, member id, shopper id, user id, customer unique id, debitor, kundennummer, kunden nr, kundennr,
        kunden id, numero client, no client, id client, code client, numero de cliente, id cliente, codigo cliente,
        codice cliente, numero cliente, klantnummer, klantnr, klant id, numer klienta, nr klienta, id klienta, customer,
        client, buyer, user, kunde, cliente, klant, klient
        """

    static let updatedNames = """
        updated at, last updated, last updated at, modified at, last modified, last modified date, last modified at,
        date modified, updated, modified, sys updated at, geandert am, geaendert am, letzte anderung, aktualisiert am,
        date de modification, fecha de modificacion, data modifica, gewijzigd op, data modyfikacji
        """

    static let orderNames = """
        order id, order number, order no, order nr, sales order, invoice no, invoice number, invoice id, transaction id,
        transaction number, purchase id, receipt number, receipt id, order, invoice, auftragsnummer, auftragsnr,
        auftrags nr, auftrag, bestellnummer, bestellnr, bestell nr, bestellung, belegnummer, rechnungsnummer,
        rechnungsnr, rechnungs nr, numero de commande, numero commande, no commande, commande, numero de facture,
        numero facture, facture, numero de pedido, numero pedido, pedido, numero de factura, numero factura, factura,
        numero ordine, numero d ordine, ordine, numero fattura, fattura, ordernummer, bestelnummer, bestelling,
        factuurnummer, factuur, numer zamowienia, nr zamowienia, zamowienie, numer faktury, nr faktury, faktura
        """
}
