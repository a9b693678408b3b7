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
unsent-queued = așteaptă trimiterea
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
case-call = de sunat: { $reason }
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
no-original = Ceea ce vedeți este originalul.
not-to-be-sent-by-hand = Doar o scrisoare consemnată se trimite manual.
no-link = Nu se știe niciun link public.
no-other-cases = Clientul nu are alte cazuri.
other-cases-title = Alte cazuri ale clientului
