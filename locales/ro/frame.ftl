# The frame: times, top line, footer, toasts, palette, help.

month-1 = ian.
month-2 = feb.
month-3 = mar.
month-4 = apr.
month-5 = mai
month-6 = iun.
month-7 = iul.
month-8 = aug.
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = dec.
weekday-1 = lun
weekday-2 = mar
weekday-3 = mie
weekday-4 = joi
weekday-5 = vin
weekday-6 = sâm
weekday-7 = dum
time-minutes = { $m } min
time-hours-minutes = { $h } h { $m } min
time-hours = { $h } h
time-days = { $d } z

yes = da
no = nu
view-all = Toate
view-mine = Ale mele
view-unanswered = Fără răspuns
view-due = Azi
view-calls = Apeluri
view-public = Publice
view-ended = Încheiate
link-connecting = conectare
link-in-step = la zi
link-loading = se încarcă { $done } din { $of }
link-offline = fără legătură din { $since }
link-offline-short = offline din { $since }
link-login = cheia de acces e refuzată
source-unreachable = nu răspunde
source-encryption = fără criptare
source-login = acces refuzat
source-folder = dosarul nu există
source-answer = răspuns neînțeles
source-storage = nu se poate păstra
palette-title = Comenzi
pick-nothing = Nimic potrivit.
help-title = Tastele acestui loc
help-signs = Semne
search-label = Caută:
search-last = ↑ din nou „{ $words }”
cannot-here = Aici nu se poate: „{ $action }”.
cannot-no-case = Niciun caz ales.
cannot-nothing-to-undo = Nu e nimic de anulat acum.
alert-due = Acum: { $kind }, { $customer }

status-unanswered = { $n } fără răspuns
status-oldest = { " " }· cel mai vechi { $wait }
status-overdue = { $form ->
    [one] { $n } termen depășit
    [few] { $n } termene depășite
   *[other] { $n } de termene depășite
}
status-unsent = { $form ->
    [one] { $n } acțiune încă netrimisă
    [few] { $n } acțiuni încă netrimise
   *[other] { $n } de acțiuni încă netrimise
}
status-stuck = { $form ->
    [one] { $n } refuzată
    [few] { $n } refuzate
   *[other] { $n } de refuzate
}
status-undo = Scrisoarea e încă netrimisă: { $key } o retrage, { $n } s
view-all-short = Toate
view-mine-short = Mele
view-unanswered-short = F/răsp.
view-due-short = Azi
view-calls-short = Apel
view-public-short = Publ.
view-ended-short = Gata
view-all-tiny = Tot
view-mine-tiny = Mele
view-unanswered-tiny = Așt
view-due-tiny = Azi
view-calls-tiny = Tel
view-public-tiny = Publ
view-ended-tiny = Gata
