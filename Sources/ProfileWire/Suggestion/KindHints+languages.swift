/// What exports of shops and helpdesks write above their columns beside the words of each kind: a line for each
/// language, English, German, French, Spanish, Italian, Dutch, Polish and some Portuguese. `Nº` and `N°` are `no`.
extension KindHints.Words {
    /// Words in several languages, a line for each: in each the first tells most, as no file mixes languages.
    static func inLanguages(
        _ path: String, as shape: MemberHint.Shape? = nil, _ weight: Int, _ names: String
    ) -> [KindHints.Words] {
        names.split(separator: "\n").map { KindHints.Words(path, as: shape, weight, String($0)) }
    }
}

// MARK: Customers

extension KindHints {
    static let customerNumbers = """
        cust id, cust no, customer ref, customer reference, client no, client number, client ref, client reference
        kunde nr, kunde id, debitorennummer, debitoren nr, debitornummer, kundenreferenz, kundenkennung, kundenkonto
        identifiant client, ref client, reference client, num client, n client, client id, id acheteur, compte client
        no cliente, num cliente, nro cliente, n cliente, identificador cliente, referencia cliente, ref cliente, \
        cod cliente, cliente id, id comprador
        n cliente, nr cliente, no cliente, num cliente, cod cliente, identificativo cliente, rif cliente
        klantcode, klant nr, klant no, klantreferentie, nummer klant, debiteurnummer, debiteurnr, relatienummer
        kod klienta, identyfikator klienta, klient id, nr kontrahenta, id kontrahenta, kod kontrahenta, id kupujacego
        codigo cliente, numero cliente, id cliente, no cliente, n cliente
        """

    static let emails = """
        buyer email, contact email, guest email
        emailadresse, e mail adresse, kunden e mail, mailadresse
        adresse courriel, adresse electronique, email client, courriel client
        direccion de correo, direccion email, correo e, email cliente, correo cliente
        indirizzo email, indirizzo e mail, indirizzo di posta elettronica, email cliente
        emailadres, e mail klant, emailadres klant
        adres mailowy, poczta elektroniczna, email klienta, adres poczty elektronicznej
        endereco de email, correio eletronico, email cliente
        """

    static let phones = """
        phone no, telephone number, telephone no, tel no, mobile number, mobile no, contact phone, contact number
        telefonnr, telefon nr, tel nr, mobiltelefon, mobilnr, handynr, rufnr, festnetz, festnetznummer
        numero telephone, no telephone, num telephone, no tel, num tel, telephone portable, tel portable, portable, gsm
        numero de telefono, no telefono, num telefono, telefono movil, no movil, tel movil, tlf, tfno, celular
        numero telefono, n telefono, nr telefono, numero cellulare, telefono cellulare, n cellulare, recapito telefonico
        telefoonnr, telefoon nr, tel nr, mobiel nummer, mobiele telefoon, mobiel nr, gsm nummer, gsm
        nr telefonu, nr tel, numer tel, tel kom, telefon komorkowy, nr komorki, numer komorki, telefon kontaktowy
        telefone, numero telefone, telemovel, celular
        """

    static let givenNames = """
        given names, forenames, first names
        vornamen, rufname
        prenoms, prenom client
        nombre de pila, primer nombre
        nome di battesimo
        roepnaam, voornamen
        imie klienta, imiona
        primeiro nome, nome proprio
        """

    static let familyNames = """
        lastname, surnames
        zuname, familienname
        nom famille, nom de famille, nom d usage, patronyme
        primer apellido, apellido, apellidos cliente
        cognome cliente
        familienaam, achternaam klant
        nazwisko klienta
        sobrenome, apelido, ultimo nome
        """

    static let fullNames = """
        buyer, purchaser, name of customer
        name des kunden, kunde name, vor und nachname, vorname und nachname
        nom client, nom acheteur, nom et prenom, prenom et nom
        nombre cliente, nombre y apellidos, nombre comprador
        nominativo, nome e cognome, nominativo cliente
        naam klant, voor en achternaam, naam koper
        imie i nazwisko, nazwa kupujacego, imie nazwisko
        nome cliente, nome completo
        """

    static let birthdays = """
        birth day, born on, birthdate
        geb datum, geburtsdatum kunde, geboren am, geburtsdat
        date naissance, naissance, ne le, nee le, anniversaire
        nacimiento, f nacimiento, fec nacimiento, cumpleanos
        data nascita, nato il, nata il, compleanno
        geboren op, geb datum, geboren, verjaardag
        data ur, urodziny, urodzony, dzien urodzenia
        data nascimento, nascimento, aniversario
        """

    // MARK: What happened when

    static let orderNumbers = """
        order ref, order reference, order num, order code, purchase ref, purchase reference, purchase number, \
        purchase no, sale id, sale no, sale number
        bestellung nr, auftrag nr, rechnung nr, beleg nr, belegnr, order nr, bestell id, auftrags id, bestellreferenz, \
        auftragsreferenz
        no commande, n commande, num commande, nr commande, id commande, identifiant commande, reference commande, \
        ref commande, code commande, commande id, no facture, n facture, num facture, id facture, id achat
        no pedido, n pedido, num pedido, nro pedido, id pedido, codigo pedido, cod pedido, referencia pedido, \
        ref pedido, pedido id, no orden, num orden, nro orden, id orden, numero orden, no factura, n factura, \
        num factura, id factura, id compra
        no ordine, n ordine, nr ordine, num ordine, id ordine, codice ordine, cod ordine, riferimento ordine, \
        rif ordine, no fattura, n fattura, nr fattura, num fattura, id fattura
        bestel nr, bestelling nr, bestelnr, ordernr, bestel id, bestelling id, orderreferentie, ordercode, factuurnr, \
        factuur nr, nummer bestelling
        id zamowienia, num zamowienia, no zamowienia, kod zamowienia, nr zam, zamowienie nr, identyfikator zamowienia, \
        sygnatura zamowienia, nr transakcji, numer transakcji, id transakcji, id zakupu
        no pedido, n pedido, num pedido, id pedido, codigo pedido, numero encomenda, no encomenda, n encomenda, \
        id encomenda
        """

    static let orderDates = """
        purchased on, purchased at, bought on, bought at, sold on, sold at, date ordered, date placed, placed on, \
        order placed, purchase time, purchased, ordered, date sold
        bestellt am, datum der bestellung, bestellzeitpunkt, bestellzeit, bestelleingang, gekauft am, verkauft am, \
        verkaufsdatum, datum auftrag, erstellt am
        commande le, commandee le, passee le, achete le, date achat, date vente, date creation, cree le
        fecha orden, fecha compra, fecha venta, comprado el, pedido el, fecha creacion, creado el
        ordinato il, data acquisto, acquistato il, data vendita, data creazione, creato il
        besteld op, datum bestelling, datum order, aankoopdatum, datum aankoop, gekocht op, verkoopdatum, aangemaakt op
        data zlozenia zamowienia, data zlozenia, zlozono, zamowiono, kupiono, data sprzedazy, data transakcji, \
        data wystawienia, data utworzenia
        data pedido, data encomenda, data compra, data venda
        """

    static let orderStates = """
        order stage, status of order
        status der bestellung, bestellzustand, auftragszustand, bearbeitungsstatus
        etat commande, statut commande
        estado pedido, estado orden, situacion pedido, estatus, situacion
        stato ordine, stato dell ordine
        orderstatus, bestelstatus, status bestelling
        status zamowienia, stan zamowienia, status realizacji
        estado pedido, estado encomenda, situacao pedido, situacao
        """

    static let contactNumbers = """
        ticket ref, ticket reference, case ref, case reference
        ticket id, vorgangs nr, vorgangsnr, fall nr, fallnr, fall id, anfrage nr, anfrage id
        id ticket, no ticket, n ticket, num ticket, no demande, numero demande, id demande, no dossier, n dossier
        no ticket, n ticket, num ticket, no caso, num caso, no incidencia, numero incidencia, id incidencia, \
        no solicitud, numero solicitud
        n ticket, nr ticket, no ticket, numero richiesta, id richiesta, n pratica, nr pratica, id pratica
        ticket nr, zaaknr, zaak nr, meldingnummer, melding nr, melding id
        id zgloszenia, kod zgloszenia, nr sprawy, numer sprawy, id sprawy
        no ticket, numero chamado, numero protocolo
        """

    static let contactDates = """
        opened on, raised at, raised on, logged at
        angelegt am, geoffnet am, gemeldet am, erstellt, erstellungsdatum
        ouvert le, date ouverture, date creation, recu le, date reception
        fecha apertura, fecha creacion, abierto el, creado el, recibido el
        aperto il, creato il, ricevuto il, data ricezione
        geopend op, ontvangen op, gemeld op, aanmaakdatum
        utworzono, data otwarcia, data przyjecia, zgloszono
        data abertura, data criacao, aberto em, criado em
        """

    static let contactStates = """
        ticket state, case state
        ticketstatus, bearbeitungsstatus
        etat, etat ticket, etat demande, statut ticket
        estado ticket, estado caso, situacion, estatus
        stato ticket, stato richiesta
        ticketstatus, status melding
        status zgloszenia, stan zgloszenia
        situacao
        """
}
