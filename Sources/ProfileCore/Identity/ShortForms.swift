/// Given names and what people make of them, in English, German, Dutch, French, Spanish, Italian and Polish.
enum ShortForms {
    /// Whether one of two folded names is a short form or a diminutive of the other.
    ///
    /// Two short forms of one name are not related: sisters may be called Lisa and Betty. Neither are two full forms:
    /// they may be called Maria and Marie.
    static func relate(_ one: String, _ other: String) -> Bool {
        isShort(one, for: other) || isShort(other, for: one)
    }

    private static func isShort(_ one: String, for other: String) -> Bool {
        guard let lines = short[one], let others = names[other] else { return false }
        return !lines.isDisjoint(with: others)
    }

    /// By name: the lines of the table on which it stands in full, and as a short form.
    private static let names = lines(ofPart: 0)
    private static let short = lines(ofPart: 1)

    private static func lines(ofPart part: Int) -> [String: Set<Int>] {
        var lines: [String: Set<Int>] = [:]
        for (number, line) in table.split(separator: "\n").enumerated() {
            for name in line.split(separator: ":")[part].split(separator: " ") {
                lines[String(name), default: []].insert(number)
            }
        }
        return lines
    }

    /// Each line: the full forms of a name, then its short forms; without accents.
    private static let table = """
        abraham: abe bram
        adalbert: bert
        adelaide adelheid: addie heidi ada adele
        adrian adrien adriaan: ad arie
        agata agatha agathe: aggie
        agnes agnieszka ines: aga agusia aggie nes
        albert alberto: al bert bertie berto tito
        aleksander aleksandr: alek olek sasza
        aleksandra: ola olka ala
        alexander alejandro alessandro alexandre: alex al sandy sandro sascha sasha xander lex alec ale
        alexandra alejandra alessandra: alex sandra sandy sascha sasha lexi alexa ale
        alfred alfredo: al alf fred fredi
        alicja alicia alice: ala ali allie
        alois aloys: lois luis alo
        amelia amelie: amy millie mia
        andreas andrew andre andrea andries andres: andi andy drew dries
        andrzej: andrzejek jedrek
        angela angelika angelique: angie geli angel
        anna anne ann: annie anni ania anka anita annette antje anke nan nancy nina anouk annika
        anneliese annelies: anne liese lisl
        annemarie annamaria: anne anna mie
        anthony antony antonio antonius anton antoine antoni: tony toni toon ton tonio antek anto tonino
        antonia antonina antoinette: toni tonia nettie tosia
        arnold arnaud: arne noldi arno
        arthur artur arturo: art artie turo
        august auguste augustin: gus gustl guus
        barbara: barb babs barbie basia bascha babsi baska barbel
        bartholomew bartholomaus bartolomeo bartolome bartlomiej: bart barth bartek bartl
        bartosz: bartek
        beatrice beatrix beatriz beata: bea trixie trix
        benedict benedikt benedetto: ben bene beno
        benjamin beniamin: ben benny benni benji jamie
        bernard bernhard bernardo: bernie bernd berni ben berndt
        bernadette: bernie detta
        brigitte brigitta bridget brigida: gitte gitta biddy brit britta birgit
        camilla camille kamila: milla cami kama
        carl karl: karli kalle charly
        carolina caroline karolina karoline: carol caro carrie karo line lina karolcia
        casimir kazimierz: kazik kazek
        caspar kaspar kasper: kaspi
        catherine catharine katherine katharine kathryn katharina katarina katarzyna caterina catalina catharina: \
        kate katie kathy cathy kitty kay kat kati kathi katrin kathrin katja kasia kaska katinka trina trijntje to cata
        cecilia cecile: cissy celia sissi cilla
        charles: charlie charly chuck chas chip
        charlotte carlotta karlotta: lotte lottie charlie lotta lola carly
        christian christiaan cristiano kristian: chris christl kris
        christina christine cristina kristina kristine christiane krystyna: \
        chris chrissy tina kris kristi christel stina tine krysia stien
        christopher christoph christophe cristoforo cristobal krzysztof kristoffer: \
        chris kit topher stoffel stof krzys krzysiek tobal
        clara klara: clare klarchen
        clement clemens clemente klemens: clem
        concepcion: concha conchita conchi
        constance konstanze constanze: connie conny stanze
        constantin konstantin konstanty: kostek kosta
        cornelia: nelly conny nele cory
        cornelis cornelius: cor kees corne nelis
        cynthia: cindy
        daniel: dan danny dani
        daniela danielle: dani danny
        david dawid: dave davy davie dawidek
        deborah debora: deb debbie debby
        diego: dieguito
        dieter dietrich diederik: didi dirk dieter diets
        dolores: lola lolita
        dominic dominik dominique domenico domingo: dom nick mimmo menico
        donald: don donnie
        dorothy dorothea dorothee dorota: dot dottie dolly dora thea doro dorotka
        edmund edmond: ed ned eddie
        edward eduard eduardo edouard: ed eddie eddy ted teddy ned edu lalo edek
        eleanor eleonore eleonora: ellie ella nell nellie nora lore leni ela
        elizabeth elisabeth elisabetta elzbieta: liz lizzy lizzie beth betty bess eliza lisa liza elsa else elise ilse \
        lisbeth liesbeth liesl sissi betsy betti ela elka isa bettina lisette els
        emanuel emmanuel manuel manuele: manny manu manolo mano
        emily emilie emilia: em emmy millie milka emi mila
        enrico: rico
        enrique: quique kike
        erich eric erik: rick
        erica erika: riki ricky
        ernest ernst ernesto: ernie erni
        eugene eugen eugenio eugeniusz: gene gienek
        eva eve ewa: evi evie ewka evita
        fabian fabio fabrizio: fabi fab
        felix feliks: fee
        ferdinand fernando fernand: ferdi nando ferdl nand
        filip philip phillip philipp philippe felipe filippo: phil pip flip fips lippo pippo
        florence: flo florrie
        florian: flo flori
        frances francisca franziska francesca francoise franciszka: \
        fran fanny franny franzi franca paca paquita cis sissi siska frankie
        francis francisco francesco francois franciscus franciszek: \
        frank franz frans paco pancho kiko curro franco ciccio cisco franek
        frank: frankie
        franz: franzl franzi
        frederic frederick fryderyk federico: fred freddy freddie rick fede fryc
        friedrich frederik fredrik: fritz fred freddy fiete frits frerik friedel rik
        gabriel gabriele gabriela gabrielle gabriella: gabe gabi gaby gabby lella gabrys
        genevieve genoveva: ginette ginny vevi gene
        georg george georges giorgio jorge jerzy joris: georgie schorsch jurgen jurek jorg jorn sjors yorgi
        gerald geraldine: gerry jerry geri
        gerard gerhard gerardo gerhardt: gerry gerd gert gerrit gerdi
        gertrude gertrud gertruda: trude trudi trudy gerti gertie truus
        giovanni: gianni vanni nanni gio
        giovanna: gianna vanna
        giuseppe: beppe peppe pino peppino
        giuseppina: pina beppa
        grace graciela grazia: gracie chela graziella
        gregory gregor gregorio grzegorz gregoire: greg gregg grisha grzes grzesiek goyo
        guadalupe: lupe lupita
        guillaume: guy
        guillermo: memo guille
        gunther gunter guenther: gunni
        gustav gustave gustavo gustaw: gus gustl staf gucio
        hannah hanna: hannchen hania hanni
        harold harald: harry hal
        harriet henrietta henriette: hattie etta jette hetty henni jet
        heinrich henry henri hendrik henryk henricus: \
        heinz heiner harry hank hal hein henk rik hinnerk heiko heniek heinzi
        helen helena helene elena: ellen nell leni lena lene hela helenka ela nelly
        herbert heribert: herb herbie bert
        hermann herman: hermi harm
        hieronymus jerome: jerry ronny
        hubert hubertus: bert hugh huub
        hugh hugo: hughie ug
        ignatius ignaz ignacy ignacio: iggy nacho naz igi
        irene irena: reni rena irenka
        isabel isabella isabelle isabela izabela: \
        bella belle bel izzy isa ibby izzie iza chabela
        isaac isaak: ike zac
        ivan: vanya vania iwan
        jacek: jacus
        jack: jackie
        jacob jakob jacobus jakub jacopo: jake jack kuba jaap kobus cobus jockel koos
        jacques: jacky
        jacqueline: jackie jacky line
        jadwiga hedwig: jadzia hedi hedy
        james jaime: jim jimmy jamie jem jay
        jan: janek jas jasiek jannes janni
        janet janice: jan
        jane jana: janie jenny
        joanna johanna joanne: joan asia aska jo hanna hanne jopie janne joasia annie
        jean: jeannot
        jeanne: jeannette
        jeffrey geoffrey: jeff geoff
        jennifer: jen jenny jenni
        jeremy jeremias jeremiah: jerry jem
        jessica: jess jessie
        jesus: chuy chus
        joachim joaquin gioacchino: jochen achim jo quino chimo
        johann johannes john jon johan: \
        johnny jack jon hans hannes jan jens hansi jo johnnie jans henne hanns
        jonathan: jon johnny nathan jona
        joseph josef jose jozef: joe jo joey sepp seppl beppo pepe pepito jef joop juk zef jozek
        josephine josefine josephina josefa jozefina: josie jo jo fina fine pepa pepita josy josette
        joshua: josh
        joyce: joy
        juan: juanito juancho
        judith judyta: judy judi jude jutta
        julia julie juliane julianna giulia: jule jules julchen julka juli
        julian julien: jule jules
        julius julio jules: jule juliusz
        karen: kari
        kenneth: ken kenny
        nikolaus nicholas nicolas nikolas niklas nicola niccolo mikolaj nicolaas: \
        nick nicky nico niko klaus claus colin nicki klaas nik nicolo mikus klausi
        konrad conrad corrado koenraad: conny kurt con koen radek
        kurt: kurti
        larissa: lara
        laura laure: laurie lauri lolly
        laurent lawrence laurence lorenz lorenzo laurens wawrzyniec: \
        larry laurie renzo enz laurin lenz rens wawrzek
        lea leah: lee
        leonard leonhard leonardo leo: leo len lenny leon lenni nardo
        leopold leopoldo: leo poldi polde
        leslie lesley: les
        lillian lilian: lil lily lilli
        louis ludwig luis luigi lodewijk ludwik: lou louie lui lutz wiggerl gigi gino lucho lode wig ludek
        louise luise luisa ludwika: lou lulu isa lulla
        lucas lukas luca lucasz lukasz luke: luc luk lukaszek
        lucia lucie lucy lucja: lu lucinka luz
        magdalena magdalene madeleine madalena: \
        magda lena leni maggie maddy madge lene magdusia malena
        malgorzata margaret margarete margarethe margarita margherita marguerite margareta margaretha: \
        maggie meg peggy greta grete gretel gretchen marge margie margot rita daisy gosia malgosia gretl griet marga \
        madge rika margit margret
        marcel marcello marcelo: cello
        marcus markus marco marek mark marc: marky mark marc mareczek
        maria mary marie marija: \
        mia mimi mariechen maryla marysia maryska mitzi molly polly may marita mieke ria marieke mariella mariette \
        mary marika mizzi minnie
        marianne marianna: mari nanne anne
        mario: marietto
        martha marta: marti matty
        martin maarten martino marcin: marty martl tino mart marcinek
        mathilde matilda matylda: mattie tilda tilly hilda thilde til
        matthew matthias mathias matthieu matteo mateo mateusz matthijs mattias: \
        matt matty hias mats teo mati thijs mathis matze mattia matz
        maurice moritz maurits mauricio maurizio maurycy: mo morris mauri
        maximilian maximiliano maksymilian maximilien: max maxi maks massimo
        mercedes: merche mercy
        michael michel michele miguel michal michiel mikael: \
        mike mick mickey mikey micha michi michl misha mischa miki mikki chiel migue michalek micky
        michaela michelle micaela: micha michi shelly micki mica
        monica monika monique: moni mona nika
        nathalie natalie natalia: nat nati tali nata natka natascha
        nathan nathaniel: nat nate
        nicole nicoletta: nicky nicki niki nicolette
        norbert: bert norbi
        oliver olivier olivero: ollie olli noll
        olivia: liv livia livi
        oscar oskar: ossi
        oswald: ossi ozzy waldo
        otto: ottl
        pamela: pam pammy
        patricia patrizia patrycja: pat patty patsy tricia trish patti patka
        patrick patrik patricio patrizio patryk: pat paddy rick pato patti
        paul paulus pablo paolo pawel paulo pavel: paulchen pauli pawelek pol
        paula pauline paulina paola: polly pauli line paulinka
        pedro: perico
        peter pieter petrus pierre pietro piotr: pete piet petey pit piotrek peer piero pierrot
        petra: petti
        pilar: pili
        rachel rachele raquel: rae
        rafael raphael raffaele rafal: rafa raf raffi lello rafi
        ralph ralf rolf rudolf: ralphie
        raymond raimund ramon raimundo: ray moncho mundl ramo
        rebecca rebekka rebeca: becky becca beck beca
        regina regine reine: gina reggie regi ginny
        reginald reinhold reinhard reinhart: reg reggie ron hardy rein
        renate renata: rena nate reni renatka
        richard ricardo riccardo ryszard rikard: rick ricky rich richie dick rik rico ritchie rysiek ricki riccio
        robert roberto robrecht: rob bob bobby robbie bert robin rob robbe beto berti
        roberta: bobbie berta robbie
        roderick rodrigo roderich: rod rodri rory
        roger rogerio rudiger rutger: rodge ruud
        roland rolando orlando: rolly rolo roel
        roman romain: romek
        ronald: ron ronnie ronny
        rosa rose rosalie rosalia rosamund: rosie rosi roos rosita rozalka rosl
        rosemary rosemarie: rosie rose romy rosi
        rudolf rudolph rodolfo rudolphe: rudi rudy rolf dolf fito ruedi
        samantha: sam sammy
        samuel: sam sammy samu
        sandra: sandy
        sarah sara: sally sadie sari
        sebastian sebastien sebastiano bastiaan: seb basti bastian bas wastl sebek
        severin: sevi
        sigmund siegmund: sigi siggi zygi
        siegfried sigfried: sigi siggi sig
        sigrid: siri sigi
        simon simone simeon szymon: si sim simmi szymek
        sophie sofia sophia zofia: sophy fie fieke fia zosia zoska sofi fietje
        stanislaus stanislaw stanley: stan stasiek staszek stasi stas
        stefan stephan stephen steven stefano esteban etienne szczepan: \
        steve steph stef steffen stevie stefanek steff stefek
        stefanie stephanie stefania: steffi steph stef stephie fanny fania steffy
        susan susanne susanna suzanne zuzanna susana: sue susie suzy suse sanne susi zuza zuzia sanna sus suus suzie
        sylvia silvia sylvie sylwia: syl silvi sylwka
        tadeusz thaddeus thaddaus: tad tadek ted
        tamara: tammy
        teresa theresa therese theresia: terry tess tessa tere resi reserl thea tessie terenia teri
        terence terrence: terry
        theodor theodore teodoro teodor theodorus: ted teddy theo teo dorus doro
        thomas tomas tommaso tomasz: tom tommy thom tomek tommie maso tomcio
        timothy timotheus timoteo tymoteusz: tim timmy timo tymek teo
        tobias tobiasz: tobi toby tobie
        udo: udi
        ulrich ulrik: uli ulli utz
        ulrike ulrika: uli ulli rike riki
        urban: urbi
        ursula urszula: uschi ulla ursel uli ula urszulka orsi sula
        valentin valentine valentino walenty: val tino valle
        valerie valeria: val vally
        vera weronika veronica veronika veronique: vera ronnie vroni roni nika werka vero
        victor viktor vittorio wiktor: vic vick vito
        victoria viktoria vittoria wiktoria victoire: vicky vicki tori vic vikki wika viki
        vincent vinzenz vincenzo vicente wincenty: vince vinnie vin enzo vinz cent vinny chente wicek
        virginia virginie: ginny gina ginger ginnie
        waldemar: waldi waldek valdi
        walter walther gualtiero wouter: walt wally wolli waldi wout
        wanda: wandzia
        werner: wern
        wilfried wilfred wilfredo: wilf fred willi
        wilhelm wilhelmus willem william guglielmo wiliam: \
        will bill billy willy willi willie wim liam wil memmo pim
        wilhelmina wilhelmine: mina minna wilma minnie willie helma mien
        winfried winfred: fred winni
        winifred: winnie freda
        wojciech: wojtek
        wolfgang: wolf wolfi wolferl
        xaver xavier saverio javier: xavi javi verl zavi
        yvonne ivonne: vonnie von
        zachary zacharias: zac zach zak
        zbigniew: zbyszek zbynio
        zygmunt: zyga zygmus
        """
}
