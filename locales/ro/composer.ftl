# The composer and the review.

composer-reply-to = Răspuns către { $name }
composer-public-to = Răspuns public către { $name }
composer-note-on = Notă despre { $name }, doar pentru colegi
composer-waits = așteaptă de { $wait }
composer-owned-by = De caz se ocupă { $name }. Scrisoarea dumneavoastră răspunde și așa.
composer-saved = salvat { $at }
composer-unsaved = încă nesalvat
composer-loading = O clipă, cazul se citește.
composer-no-case = Acest caz nu mai este aici.
composer-kept-earlier = Textul este gol; ciorna de dinainte s-a păstrat. O șterge F11.
composer-discarded = Ciorna a fost ștearsă. A rămas printre versiunile anterioare.
composer-their-words = cuvintele clientului
composer-our-letter = ultima noastră scrisoare, { $at }
composer-answers = această scrisoare răspunde la
composer-slot = de completat: { $hint }
composer-slot-filled = completat · { $key } mai departe
composer-findings = { $form ->
    [one] { $n } observație
    [few] { $n } observații
   *[other] { $n } de observații
}
composer-no-findings = Nu este nicio observație.
composer-findings-whole = Această observație privește scrisoarea în întregime.
composer-says-nothing = Scrisoarea nu are încă cuvintele dumneavoastră.
composer-more-findings = { $form ->
    [one] încă { $n } observație
    [few] încă { $n } observații
   *[other] încă { $n } de observații
}
composer-no-fix = Aici nu se poate corecta nimic cu o tastă.
composer-no-slots = Nu a rămas niciun loc de completat.
composer-no-more-steps = Nu mai este niciun pas.
composer-has-greeting = Formula de adresare există deja.
composer-has-signature = Semnătura dumneavoastră există deja.
composer-signature-lacks = Semnătura e incompletă în această limbă: [signature.{ $lang }] în config.toml
composer-has-quote = Cuvintele clientului sunt deja citate.
composer-nothing-to-quote = Clientul nu a scris încă nimic de citat.
composer-paste-cut = Textul lipit era mai lung decât orice scrisoare; s-a luat începutul.
toast-more = { $form ->
    [one] încă { $n } avertisment
    [few] încă { $n } avertismente
   *[other] încă { $n } de avertismente
}
attach-title = Atașează un fișier
attach-path = Fișier
attach-needs-path = Scrieți calea unui fișier.
phrases-title = Fraze · 1-9, 0 inserează P1–P10 · cuvintele caută în toate
fillings-title = Cuvinte pentru acest loc
phrase-used = folosită
history-title = Versiuni anterioare ale ciornei
history-empty = Nu există versiuni anterioare.
file-problem = { $problem }
undo-too-late = Scrisoarea a plecat deja.
act-taken-back = Retras.
letter-taken-back = Scrisoarea s-a întors; nu a plecat nimic.
letter-is-a-draft-again = Scrisoarea este din nou ciorna cazului ei; nu a plecat nimic.
news-customer-wrote = { $who } a scris la { $at }: { $text }
news-note = { $who } a lăsat o notă la { $at }: { $text }
news-auto = Un mesaj automat la { $at }: { $text }
news-replied = { $who } i-a răspuns clientului la { $at }: { $text }
news-called = { $who } a sunat clientul la { $at }.
news-owner = De caz se ocupă acum { $who }.
news-no-owner = Cazul a fost eliberat; nu se ocupă nimeni de el.
news-changed = Cazul s-a schimbat de când ați început să scrieți.
composer-this-letter = această scrisoare
composer-used = fraze: { $ids }
composer-promises = ea promite
review-title = Așa va pleca · { $way }
review-subject = Subiect: { $subject }
review-before = înainte de a pleca
review-go-there = { $key } duce acolo
review-blocked = Scrisoarea încă nu poate pleca: { $why }
review-control-date = Control personal: până când?
review-until-when = Până când?
review-look-first = Între timp cazul s-a schimbat. Citiți și apăsați tasta încă o dată.
review-changed = s-a schimbat în timp ce scriați
review-closes = ea închide
review-receipt = Scrisoarea spune doar că s-a primit: nu este un răspuns, termenele curg mai departe.
review-opens = ea deschide
review-confirmation = confirmarea condițiilor: { $term }
review-no-date = fără dată
review-sends = O trimite serverul.
review-by-hand = Scrisoarea se înregistrează și o duceți dumneavoastră: trimiterea nu este configurată.
review-delay = După tastă aveți { $s } s ca să o retrageți.
review-calm = Spiritele sunt încinse: pleacă abia la { $s } s după tastă. Recitiți-o cu calm.
review-copied = Scrisoarea a fost copiată.
review-signing = Scrisoarea se semnează…
review-leaves = Semnată, încă netrimisă: { $key } o retrage, { $s } s
refused-is-a-draft = Scrisoarea refuzată este din nou ciornă; motivul stă la cele de trimis.
note-empty = Nota este goală.
note-kept = Nota a fost adăugată la caz.
outbox-title = De trimis
outbox-empty = Aici nu așteaptă nimic.
outbox-in-flight = Tocmai se trimite.
outbox-stuck = refuzat
outbox-on-its-way = se trimite
outbox-done = gata
outbox-waits = încă netrimis
outbox-leaves = încă netrimis, { $wait }
outbox-seconds = { $s } s
outbox-tried = { $form ->
    [one] { $n } încercare
    [few] { $n } încercări
   *[other] { $n } de încercări
}
outbox-delivery = soarta scrisorii
outbox-reply = scrisoare
outbox-public-reply = răspuns public
outbox-follow-up = schimbă un termen
outbox-why = Serverul spune: { $why }
outbox-mine = al meu
outbox-theirs = al lor: { $who }, { $at }
finding-do = ce facem
finding-set-aside = trimite așa, din acest motiv
finding-write-on = scrieți mai departe
finding-learn = cuvântul e corect: nu-l mai semnala
spelling-missing = Nu există dicționar de ortografie ({ $lang }): instalați pachetul { $package }.
finding-reason = motivul
finding-reason-hint = rămâne lângă scrisoare
finding-needs-reason = Spuneți de ce: motivul rămâne lângă scrisoare.
finding-weigh = { $key } de ce; lăsați deoparte
composer-set-aside = lăsate deoparte: { $n }
review-set-aside = lăsate deoparte, cu motivul dumneavoastră
phrase-wanted = încă lipsește
phrase-not-now = ! nepotrivit aici
composer-lacks = încă lipsesc
review-worth-a-look = merită o privire
finding-twin = scrisoarea anterioară:
composer-consent-ask = { $key } întreabă despre el în cuvinte

composer-case-merged = Cazul face parte acum din altul. Textul dumneavoastră este păstrat, scrisoarea continuă acolo.
composer-case-erased = Datele clientului acestui caz au fost șterse la server. Odată cu ele s-a șters și scrisoarea începută aici.
draft-of-merged = Este păstrată o ciornă pentru #{ $number }, care face parte din acest caz: F10 o arată.
draft-of-merged-taken = Aceasta este ciorna pentru #{ $number }, care face parte acum din acest caz.

# Un text pentru mai mulți clienți.
many-marked = marcate: { $n }
many-text-for = Un text, scrisori: { $n }
many-fields = ce are fiecare scrisoare al ei
many-title = Gata de trimis: { $n } · reținute: { $held }
many-none-marked = Marcați mai întâi cel puțin două cazuri; textul devine apoi o scrisoare pentru fiecare.
many-too-many = Mai mult de { $n } scrisori deodată nu mai sunt scrisori. Trimiteți-le întâi pe acestea.
many-same-customer = clientul primește deja o scrisoare; a doua la fel ar fi de prisos
many-no-address = nu se cunoaște o adresă pentru acest canal
many-public = unei reclamații publice i se răspunde separat, cu propriile cuvinte
many-gone = cazul a fost unit cu altul sau persoana a cerut să fie uitată
many-anothers = de acest caz se ocupă { $who }
many-another-writes = { $who } scrie chiar acum la acest caz
many-other-language = clientul scrie în altă limbă
many-changed = între timp s-a întâmplat ceva în acest caz; priviți întâi
many-missing = { $field }: cazul nu spune
many-unknown = { $field }: nu există un asemenea câmp
many-nothing-own = textul nu are nimic al acestui client: puneți numele sau un câmp al cazului
many-by-hand = { $key } continuați separat această scrisoare
many-none-clean = Nicio scrisoare nu e gata; motivul stă lângă fiecare.
many-going = Scrisorile se semnează; o clipă.
many-stopped = Oprit: scrisori semnate – { $n }, celelalte nu au plecat. Nu s-a pierdut nimic.
many-signed = Scrisori semnate: { $n }, fiecare separat. { $key } le întoarce pe toate.
many-signed-some = Scrisori semnate: { $n }. Reținute: { $held }; motivul stă lângă fiecare.
many-taken-back = Scrisori întoarse: { $n }. Niciuna nu a plecat.
many-taken-back-some = Scrisori întoarse: { $n }. Plecate deja: { $left }.
