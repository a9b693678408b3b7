# Pagina unui dosar, pe care o citesc oamenii.

dossier-title = Cazul {"{n}"}
dossier-subject = Subiect
dossier-customer = Client
dossier-state = Stare
dossier-received = Primit
dossier-exported = Exportat
dossier-machine = sistemul însuși
dossier-message = Mesaj
dossier-call = Convorbire
dossier-follow-up = Obligație
dossier-confirmation = Confirmare
dossier-erased = Cuprinsul acestei înregistrări a fost șters la cererea persoanei la care se referea.
dossier-attachments = Fișiere atașate
dossier-to = Către
dossier-number = Număr
dossier-agreed = Ce s-a convenit
dossier-note = Notă
dossier-recording = Înregistrarea convorbirii
dossier-term = De confirmat
dossier-title-line = Ce
dossier-due = Termen
dossier-what-inbound = de la client
dossier-what-reached = am vorbit
dossier-what-no-answer = nu a răspuns
dossier-what-callback-agreed = am convenit să revenim
dossier-what-refused = refuz
dossier-what-open = în vigoare
dossier-what-done = îndeplinit
dossier-what-cancelled = anulat
dossier-what-sent = cerută
dossier-what-received = primită
dossier-what-accepted = acceptată
dossier-what-unclear = neclar

# Cheia cu parolă.

unlock-title = Parola cheii de semnare
unlock-passphrase = Parola
unlock-intro = Se cere o singură dată; rămâne în memorie până la închiderea programului și nu se scrie nicăieri.
unlock-wrong = Această parolă nu deschide cheia. Nu s-a pierdut nimic; încercați din nou.
unlock-empty = Introduceți parola. Esc readuce scrisoarea în editor.
unlock-given-up = Nesemnată și netrimisă. Scrisoarea este din nou în editor.

# Tot ce s-a spus și promis clientului.

evidence-title = Ce a fost: { $name }
evidence-none = Încă nu s-a spus și nu s-a promis nimic.
evidence-customer = client
evidence-until = până la { $day }
evidence-overdue = întârziat din { $day }
evidence-kept = respectat, termen { $day }
evidence-late = respectat cu întârziere, termen { $day }
evidence-cancelled = retras, termen { $day }
export-begun = Dosarul se exportă.
said-exported = Dosarul este în { $path }
failed-export = Dosarul nu a fost exportat: { $detail }
evidence-impression = impresie
evidence-count = { $form ->
    [one] { $n } înregistrare
    [few] { $n } înregistrări
   *[other] { $n } de înregistrări
}
dossier-fault = Greșeala noastră
dossier-remedy = Îndreptat prin
