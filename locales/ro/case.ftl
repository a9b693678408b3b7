# The case: thread, customer's card, questions about it.

# The thread
size-bytes = { $n } B
size-kilobytes = { $n } kB
size-megabytes = { $n } MB
message-reply = răspuns
message-public-reply = răspuns public
message-note = notă internă
message-auto = mesaj automat
message-written = scris { $when }
message-signed = semnat
unsent-queued = încă netrimis
unsent-in-flight = se trimite
unsent-stuck = refuzat, vezi cele de trimis
delivery-recorded = consemnat: trimiteți-l dv.
delivery-sent-by-hand = trimis manual
delivery-queued = în coadă
delivery-handed-over = predat
delivery-bounced = întors
delivery-unsure = nesigur dacă a plecat
outcome-reached = am vorbit
outcome-no-answer = fără răspuns
outcome-callback-agreed = revenire convenită
outcome-refused = a refuzat
call-agreed = convenit: { $text }
call-apologised = scuze exprimate oral; trebuie și în scris
call-consent-yes = acord pentru înregistrare: da ({ $how })
call-consent-no = acord pentru înregistrare: nu ({ $how })
call-recording = înregistrare: { $reference }, păstrată până la { $until }

# The head
case-nobody = al nimănui
mode-call-and-tell = dorește să fie sunat
mode-send-notices = dorește înștiințări în scris
prefers-channel = prin { $channel }
prefers-asked = { " " }(întrebat { $when } de { $by })
prefers-asked-when = { " " }(cerut { $when })
case-waits = așteaptă { $wait }
case-waits-first = așteaptă { $wait }, încă fără răspuns
case-snoozed = amânat până { $until }
case-deadline = termenul clientului { $when }
case-moves = { $form ->
    [one] mutat o dată
    [few] mutat de { $n } ori
   *[other] mutat de { $n } de ori
}

# The side
case-follow-ups = termene
case-no-follow-ups = niciunul deschis
case-card = client
case-promises = { $form ->
    [one] { $n } promisiune
    [few] { $n } promisiuni
   *[other] { $n } de promisiuni
}
case-next-step = urmează: { $step }
case-call = de sunat · { $reason }
case-call-by = marcat de { $by }, { $when }
case-consent-unclear = acord neclar: { $term }
case-harm = ce a însemnat pentru client
case-wish = ce dorește clientul
card-public-name = în public: { $name }
card-manager = manager personal: { $name }
card-pinned = fixat de { $by }, { $when }
card-pinned-from-letter = dintr-o scrisoare, fixat de { $by }, { $when }
card-other-cases = { $form ->
    [one] încă { $n } caz
    [few] încă { $n } cazuri
   *[other] încă { $n } de cazuri
}
there = acolo { $time }
there-early = acolo { $time }, devreme
there-late = acolo { $time }, târziu

# Told on the status line
case-is-last = Acesta este ultimul.
case-is-first = Acesta este primul.
claim-already-mine = E deja al dumneavoastră.
claim-taken = Se ocupă { $name }.
claim-refused = Nu a fost preluat: { $detail }
act-refused = Refuzat; așteaptă la cele de trimis: { $detail }
release-not-mine = Nu este la dumneavoastră.
cannot-no-message = Alegeți întâi un mesaj din fir.
no-attachments = Acest mesaj nu are atașamente.
attachments-title = Atașamente
original-title = Așa cum a venit
not-to-be-sent-by-hand = Doar o scrisoare consemnată se trimite manual.
delivery-title = A ajuns scrisoarea?
delivery-arrived = A ajuns
delivery-arrived-aside = știu de la client
delivery-send-again = Trimite din nou
delivery-send-again-aside = aceeași scrisoare, încă o dată
no-link = Nu se știe niciun link public.
no-other-cases = Clientul nu are alte cazuri.
other-cases-title = Alte cazuri ale clientului

# Questions about a case
form-not-said = nespecificat
form-note = notă
form-when = când
form-or-when = sau alt moment
form-when-hint = de exemplu: 2h · mâine 9 · 14.03
quick-hour = peste o oră
quick-evening = diseară
quick-tomorrow = mâine la 10:00
quick-monday = luni la 10:00
quick-week = peste o săptămână
when-unclear = „{ $text }”: nu înțeleg acest moment; scrieți „2h”, „mâine 9” sau „14.03 15:00”.
when-past = „{ $text }”: acest moment a trecut deja.
when-future = „{ $text }”: acest moment încă n-a venit.
when-day-off = zi nelucrătoare
assign-title = Cui i se încredințează cazul
assign-to = pentru { $name }
assign-manager = manager personal
assign-not-manager = Managerul personal al acestui client: { $name }.
assign-why = de ce altcineva
assign-why-missing = Scrieți de ce nu managerului personal.
assign-note = ce e bine de știut
assign-note-hint = ce s-a făcut, ce s-a promis
assign-nobody = Nu mai e nimeni.
state-title = Starea
close-title = Închide cazul
close-owed-title = Încă nu: mai e de făcut
close-ends-follow-ups = { $form ->
    [one] odată cu el se încheie { $n } termen
    [few] odată cu el se încheie { $n } termene
   *[other] odată cu el se încheie { $n } de termene
}
owed-answer = ultimul cuvânt al clientului e fără răspuns
owed-public-reply = reclamația publică nu are răspuns public
owed-written-confirmation = ce s-a spus la telefon nu e confirmat în scris
owed-promise = o promisiune neîndeplinită
owed-personal-control = controlul personal promis
owed-consent = un acord neclar
owed-question = o întrebare către client fără răspuns
owed-promised-act = promis odată cu scuzele și încă nefăcut
close-customer-word = Clientul nu a spus că s-a rezolvat și nimeni nu a mai întrebat de atunci.
close-reason = de ce se închide
close-reason-missing = Spuneți într-un rând de ce se închide cazul.
question-act = promis, făcut
tags-hint = separate prin virgulă
details-title = Detalii
details-written = când a scris clientul
details-written-hint = de exemplu: 14.03 · ieri · 2026-03-14
details-moves = de câte ori s-a redirecționat
details-moves-wrong = „{ $text }” nu e un număr.
details-deadline = termenul clientului
snooze-title = Mai târziu
snooze-intro = Până atunci iese din coadă; termenele curg mai departe.
snooze-follow-up-intro = Reamintește atunci; termenul rămâne același.
snooze-wake = adu-l înapoi acum
consent-none = Aici nu e niciun acord neclar.
consent-title = Un acord neclar
consent-decision = ce a fost
consent-agreed = acord, confirmat în cuvinte
consent-refused = refuz
consent-other = altceva
consent-reason = motiv
consent-reason-hint = unde și cum s-a spus
consent-reason-missing = Scrieți ce a fost.
confirmation-none = Aici nicio scrisoare nu a cerut confirmare.
confirmation-title = O confirmare
confirmation-state = cum stau lucrurile
confirmation-which = a ce
confirmation-reason-missing = Scrieți de unde se știe.
confirmation-sent = confirmare cerută
confirmation-received = scrisoare primită
confirmation-accepted = condiții acceptate
confirmation-refused = condiții refuzate
confirmation-unclear = răspuns neclar
customer-title = Client
customer-given = prenume
customer-patronymic = patronimic
customer-family = nume
customer-public = nume în public
customer-language = limba
customer-mode = cum dorește
customer-channel = prin
customer-zone = fus orar
customer-manager = manager personal
pin-title = Fixează pe fișă
pin-text = ce e de reținut
pin-empty = Nu e nimic de fixat.
new-case-title = Un caz introdus manual
new-case-address = telefon sau e-mail
new-case-address-hint = mai multe, separate prin virgulă
new-case-text = ce s-a scris sau s-a spus
new-case-text-hint = cuvânt cu cuvânt · Alt+Enter: rând nou
new-case-no-name = E nevoie de un nume sau de ce se știe din el.
new-case-no-text = Scrieți care este reclamația.
new-case-entered = Cazul a fost introdus.

# Calls
mark-call-title = Cazul cere un apel
call-why = de ce
call-our-position = poziția noastră
call-their-position = poziția clientului
record-way = se trimite prin
record-reason = de ce nu prin e-mail
record-reason-hint = clientul nu are e-mail, așa a cerut la telefon …
record-title = Cum pleacă în scris cele convenite
record-intro = Cele convenite se confirmă prin e-mail. Se poate și prin mesagerie, cu un motiv care rămâne la scrisoare; un chat nu este potrivit.
record-needs-reason = Spuneți de ce nu prin e-mail; motivul rămâne la scrisoare.
record-no-address = Nu se cunoaște o adresă în mesagerie; ea se trece în fișa clientului (i).
record-not-one = Scrisoarea nu confirmă o înțelegere; ea pleacă pe calea pe care a scris clientul.
composer-rang = a telefonat; adresa din fișă
composer-no-address = nu se cunoaște o adresă pentru scrisori
rang-address = Scrisoarea pleacă la { $to } din fișă: clientul a telefonat.
rang-no-address = Clientul a telefonat, iar fișa nu are o adresă: cereți-o și adăugați-o.
record-by-email = Cele convenite pleacă în scris, prin e-mail. { $key } altă cale
record-no-email = Cele convenite se confirmă prin e-mail, dar adresa nu se cunoaște: cereți-o sau alegeți altă cale ({ $key }).
record-other-way = cele convenite nu pleacă prin e-mail
call-not-marked = Nu e marcat pentru apel.
record-call-title = Apel
call-number = număr
call-outcome = rezultat
call-what-agreed = ce s-a convenit
call-what-agreed-hint = se confirmă în scris
call-did-apologise = scuze exprimate oral
call-retry = când să sunați din nou
call-retry-hint = 2h · mâine 10
call-record-kept = Ce ați notat despre apel s-a păstrat; { $key } în caz redeschide notița.
call-minutes = minute
call-minutes-wrong = „{ $text }” nu e un număr de minute.
call-consent = acord pentru înregistrare
consent-answer-not-asked = neîntrebat
consent-answer-yes = da
consent-answer-no = nu
call-consent-how = cum s-a întrebat
call-consent-how-hint = oral, la începutul convorbirii
call-consent-how-missing = Scrieți cum s-a cerut acordul.
call-consent-basis = pe ce temei
call-consent-basis-missing = Înregistrarea cere temeiul acordului.
call-recording-where = înregistrare
call-recording-hint = unde se află
call-recording-without-consent = Fără acordul „da” nu trebuie să existe înregistrare.
call-keep-until = păstrată până la
call-keep-until-missing = Scrieți până când se păstrează înregistrarea.
call-no-number = E nevoie de un număr.
call-agreed-with-nobody = N-a fost nicio convorbire, deci nu s-a putut conveni nimic.
call-retry-for-nothing = După acest rezultat nu se mai sună.

# Follow-ups
follow-up-title = Termen nou
follow-up-kind = ce fel
follow-up-what = ce e de făcut

# The customer's grammar
customer-gender = adresare
customer-gender-unspecified = necunoscut
customer-gender-f = doamnă
customer-gender-m = domn
case-call-suggested = întâi un telefon? { $reason }
case-call-now = telefonați acum, la orice oră? { $reason }
case-call-at-once = de sunat imediat? { $reason }
case-call-friendly = un telefon prietenos? { $reason }
courtesy-vip = VIP, răspuns în scris { $when }
courtesy-heated = scrisese la supărare, răspuns în scris { $when }
courtesy-repeated = a scris de mai multe ori, răspuns în scris { $when }
case-call-keys = { $mark } marchează · { $dismiss } respinge
call-dismissed = Sugestia este respinsă și nu mai apare.
call-marked = Marcat pentru telefon: { $reason }. Aceeași tastă schimbă motivul.
case-said = spus în scrisoare: { $text }
case-questions = am întrebat, fără răspuns · { $key } închide
question-title = Ce întrebare se închide sau ce promisiune e îndeplinită
question-none = Aici nu e nicio întrebare fără răspuns.
case-fault = greșeala noastră
fault-yes = da
fault-partly = parțial
fault-no = nu
case-remedy = îndreptăm prin
remedy-apology-only = doar scuze
remedy-discount = o reducere
remedy-bonus = un bonus sau un cadou
remedy-refund = banii înapoi
remedy-replacement = un înlocuitor
remedy-other = altceva
details-amount = cât
details-amount-hint = de exemplu: 500 lei · 10 %, cel mult 40 €
details-remedy-what = ce anume
details-remedy-what-hint = de exemplu: la comanda următoare
details-remedy-missing = Precizați ce reprezintă suma: reducere, bonus, banii înapoi?
details-remedy-words = Spuneți în cuvinte cum îndreptăm lucrurile.
details-remedy-no-amount = Scuzele singure nu au sumă.
impression-mood = dispoziție
impression-mood-start = dispoziție la început
impression-mood-end = dispoziție la sfârșit
impression-result = rezultat corect
impression-satisfied = client mulțumit
mood-pleased = bucurie
mood-calm = calm
mood-upset = amărăciune
mood-angry = furie
verdict-yes = da
verdict-partly = în parte
verdict-no = nu
way-admitted = recunoscut
way-plan = plan
way-outcome-asked = se știe ce dorește clientul
way-done = făcut
way-prevented = prevenit
way-prevention = ce împiedică repetarea
way-prevention-hint = comenzile le verifică o a doua persoană
way-by-itself = se vede din scrisori și sarcini
case-apology = scuze la { $time } după reclamație
case-apology-spoken = scuze la { $time } după reclamație, la telefon
case-apology-none = nicio scuză de { $time }
case-promised = A semnat ultima scrisoare: { $by }, { $when }
case-promised-deputy = A semnat ultima scrisoare: { $by }, { $when }; îi ține locul { $deputy }
case-management = clientul a scris conducerii, { $when }
management-title = Clientul a scris conducerii: ce nu s-a respectat înainte?
management-nothing-failed = nu s-a încălcat nimic din ce am promis

merge-title = Aceeași reclamație: Enter unește, F2 invers
merge-apart-title = Ce caz se desprinde
merge-done = #{ $gone } face parte acum din #{ $into }; u le desparte.
merge-apart = #{ $number } este din nou un caz de sine stătător.
merge-is-merged = Acest caz face parte din #{ $number }, deschis aici.
merge-none = Niciun alt caz nu face parte din acesta.
merge-no-others = Clientul nu are alte cazuri.
merge-unsent = Serverul nu cunoaște încă acest caz; îl puteți uni după trimitere.
merge-nothing-suggested = Aici nu este propus niciun caz asemănător.
merge-same-words = { $evidence } % din cuvinte coincid
merge-same-number = același număr { $evidence }
case-merged-into = parte din #{ $number } · { $key } îl desprinde
case-absorbed = împreună cu { $numbers } · { $key } desparte
case-duplicate = seamănă cu #{ $number }: { $why }
case-duplicate-keys = { $merge } unește · { $dismiss } altă chestiune
cards-title = Aceeași persoană: Enter unește fișele, F2 invers
cards-apart-title = Ce fișă se desprinde
cards-shared = aceeași adresă { $address }
cards-marked = cazul marcat #{ $number }
cards-none = Nicio altă fișă nu are vreo adresă de aici. Ca s-o uniți totuși cu o altă fișă, marcați întâi în listă unul dintre cazurile ei.
cards-done = { $gone } intră în fișa { $into }, împreună cu cazurile, adresele și detaliile fixate; u le desparte.
cards-apart = Fișa { $name } este din nou de sine stătătoare, cu cazurile ei.
cards-no-parts = Nicio altă fișă nu face parte din aceasta.
card-part = împreună cu fișa { $name } ({ $by }) · { $key } o desprinde
card-alike = poate că este și { $name }: { $why } · { $key } unește
