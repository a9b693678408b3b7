# The composer and the review.

composer-reply-to = Răspuns către { $name }
composer-public-to = Răspuns public către { $name }
composer-note-on = Notă despre { $name }, doar pentru colegi
composer-waits = așteaptă de { $wait }
composer-saved = salvat { $at }
composer-unsaved = încă nesalvat
composer-loading = O clipă, cazul se citește.
composer-no-case = Acest caz nu mai este aici.
composer-kept-earlier = Textul este gol; ciorna de dinainte s-a păstrat. O șterge F11.
composer-discarded = Ciorna a fost ștearsă. A rămas printre versiunile anterioare.
composer-their-words = cuvintele clientului
composer-answers = această scrisoare răspunde la
composer-slot = de completat: { $hint }
composer-findings = { $form ->
    [one] { $n } observație
    [few] { $n } observații
   *[other] { $n } de observații
}
composer-no-findings = Nu este nicio observație.
composer-findings-whole = Observațiile privesc scrisoarea în întregime.
composer-no-fix = Aici nu se poate corecta nimic cu o tastă.
composer-no-slots = Nu a rămas niciun loc de completat.
composer-no-more-steps = Nu mai este niciun pas.
composer-has-greeting = Formula de adresare există deja.
composer-has-signature = Semnătura dumneavoastră există deja.
composer-has-quote = Cuvintele clientului sunt deja citate.
composer-nothing-to-quote = Clientul nu a scris încă nimic de citat.
composer-paste-cut = Textul lipit era mai lung decât orice scrisoare; s-a luat începutul.
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
review-opens = ea deschide
review-no-date = fără dată
review-sends = O trimite serverul.
review-by-hand = Nu este configurată nicio cale de trimitere: scrisoarea se înregistrează și o duceți dumneavoastră.
review-delay = Pleacă la { $s } s după tasta dumneavoastră; până atunci poate fi retrasă.
review-calm = Spiritele sunt încinse: pleacă abia la { $s } s după tastă. Recitiți-o cu calm.
review-copied = Scrisoarea a fost copiată.
review-leaves = Semnată. Pleacă în { $s } s · { $key } anulează
review-recorded = Semnată. Se înregistrează în { $s } s · { $key } anulează
refused-is-a-draft = Scrisoarea refuzată este din nou ciornă; motivul stă la cele de trimis.
note-empty = Nota este goală.
note-kept = Nota a fost adăugată la caz.
outbox-title = De trimis
outbox-empty = Aici nu așteaptă nimic.
outbox-in-flight = Tocmai se trimite.
outbox-stuck = refuzat
outbox-on-its-way = se trimite
outbox-done = gata
outbox-waits = își așteaptă rândul
outbox-leaves = pleacă în { $wait }
outbox-seconds = { $s } s
outbox-tried = { $form ->
    [one] { $n } încercare
    [few] { $n } încercări
   *[other] { $n } de încercări
}
outbox-reply = scrisoare
outbox-public-reply = răspuns public
outbox-follow-up = schimbă un termen
outbox-why = Serverul spune: { $why }
outbox-mine = al meu
outbox-theirs = al lor: { $who }, { $at }
finding-do = ce facem
finding-set-aside = trimite așa, din acest motiv
finding-write-on = scrieți mai departe
finding-reason = motivul
finding-reason-hint = rămâne lângă scrisoare
finding-needs-reason = Spuneți de ce: motivul rămâne lângă scrisoare.
finding-weigh = { $key } de ce; lăsați deoparte
composer-set-aside = lăsate deoparte: { $n }
review-set-aside = lăsate deoparte, cu motivul dumneavoastră
phrase-wanted = încă lipsește
phrase-not-now = ! nepotrivit aici
