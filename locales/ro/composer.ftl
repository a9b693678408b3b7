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
