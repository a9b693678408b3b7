# Lucrul împreună și pe o legătură slabă: cine unde este, ciorne în două ferestre, refuzuri, un token nou.

presence-writing = { $form ->
    [one] { $names } scrie
   *[other] { $names } scriu
}
presence-reading = { $form ->
    [one] { $names } citește
   *[other] { $names } citesc
}
mark-writing = un coleg scrie
mark-reading = un coleg citește
review-another-writes = La acest caz scrie chiar acum { $names }. Apăsați încă o dată pentru a trimite totuși.
draft-two-windows = Această ciornă a fost scrisă și într-o altă fereastră. Ambele texte sunt păstrate: F10 îl arată pe celălalt.
draft-from-window = Așa arată ciorna în cealaltă fereastră a dumneavoastră.
draft-gone-elsewhere = În cealaltă fereastră a dumneavoastră ciorna a fost trimisă sau aruncată. Textul de aici rămâne cât fereastra e deschisă; scrieți mai departe și redevine ciornă.
draft-rescued = Ciorna nu poate fi salvată: { $why }. Textul e în siguranță în { $path } și va fi salvat de îndată ce se poate.
draft-in-memory = Ciorna nu poate fi salvată nicăieri: { $why }. Textul e doar în această fereastră: nu o închideți și faceți loc pe disc.
composer-rescued = Discul nu primește ciorna. Textul e în siguranță în { $path }; salvarea se încearcă mereu din nou.
composer-in-memory = NESALVAT: discul nu primește nimic, textul e doar în această fereastră. Faceți loc; salvarea se încearcă mereu din nou.
said-rescued = Textele pe care discul nu le-a primit sunt din nou printre ciornele și versiunile dumneavoastră: { $n }.
history-restored = Versiunea mai veche a revenit; ce era aici este acum o versiune mai veche.
action-keep-theirs = rămâne varianta lor, renunț la a mea
action-send-mine = trimite totuși varianta mea
action-edit-mine = scrie mai departe la a mea
action-restore = readu această versiune
action-sign-in = introdu un token nou
hint-keep-theirs = a lor
hint-send-mine = a mea
hint-edit-mine = scrie mai departe
hint-restore = readu
conflict-theirs-side = al lor
conflict-theirs = Rămâne varianta lor; a dumneavoastră e anulată.
conflict-theirs-letter = Rămâne varianta lor; textul dumneavoastră e păstrat printre versiunile ciornei (F10 în scrisoare).
conflict-mine = Varianta dumneavoastră pleacă din nou, pe cazul așa cum e acum.
conflict-loading = O clipă, cazul se citește.
conflict-note = notă
conflict-call = apel
conflict-contacts = contacte
outbox-nothing-to-copy = Nu sunt cuvinte de copiat aici.
problem-changed = Cineva a schimbat acest lucru după ce l-ați citit.
problem-claimed = De acest caz se ocupă un coleg.
problem-not-allowed = Mai întâi trebuie făcut ceea ce e încă datorat.
problem-invalid = Serverul a găsit o greșeală în el.
problem-bad-signature = Serverul nu acceptă semnătura.
problem-key-reused = Serverul are alt act sub acest semn.
problem-forbidden = Contul dumneavoastră nu are acest drept.
problem-not-found = Nu mai există pe server.
problem-too-large = Este prea mare pentru server.
problem-malformed = Serverul nu l-a putut citi.
problem-unauthorised = Serverul nu acceptă tokenul dumneavoastră.
problem-method-not-allowed = Serverul nu cunoaște acest act; poate are altă versiune.
problem-too-slow = Nu a ajuns la timp la server; nu s-a schimbat nimic.
problem-in-progress = Serverul se ocupă chiar acum de acest act; se încearcă din nou de la sine.
problem-merged = Cazul face parte acum din altul; continuați acolo.
problem-card-merged = Fișa clientului face parte acum din altă fișă; deschideți cazul din nou.
problem-other-customer = Cazurile sunt ale unor clienți diferiți; confirmați că este totuși o singură plângere.
problem-too-many = A fost prea mult deodată pentru server; se încearcă din nou peste puțin timp.
problem-internal = La server s-a produs o eroare; ce ați făcut este păstrat aici.
problem-unavailable = Serverul nu este disponibil acum; ce ați făcut este păstrat aici.
problem-held-thread = A așteptat mult, iar în corespondență a apărut ceva nou. Priviți înainte de a-l trimite.
problem-held-date = A așteptat mult, iar un termen promis în el a trecut.
sign-in-needed = Serverul nu mai acceptă tokenul dumneavoastră; nimic nu s-a pierdut, totul așteaptă. { $key } primește unul nou.
sign-in-intro = Tot ce e netrimis așteaptă și pleacă apoi de la sine.
said-signed-in = Serverul vă recunoaște din nou, { $name }.
failed-sign-in = Tokenul nu a fost primit: { $detail }. Cel vechi rămâne.
