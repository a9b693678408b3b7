# Follow-ups and calls.

kind-first-response = primul răspuns
kind-next-response = răspunsul următor
kind-resolution = rezolvare
kind-promise = promisiune
kind-personal-control = control personal
kind-keep-informed = ține la curent
kind-call = apel
kind-written-confirmation = scris după apel
kind-confirmation = confirmare
kind-check-back = revenire
kind-reminder = memento
trigger-safety = siguranța clientului
trigger-misrouted = plimbat prin secții
trigger-solvable-by-call = se rezolvă la telefon
trigger-urgent-info = trebuie aflat mai mult, urgent
trigger-too-late = prea târziu, scuze prin viu grai
trigger-courtesy = un telefon prietenos după scrisoare

# Counting down
due-overdue = depășit { $time }
due-in = peste { $time }
due-now = acum
due-today = azi

# The two lists
follow-ups-mine = ale mele
follow-ups-team = echipa
follow-ups-of-today = azi
follow-ups-all = toate
follow-ups-none = Aici nu e niciun termen.
follow-ups-overdue = { $form ->
    [one] { $n } depășit
    [few] { $n } depășite
   *[other] { $n } depășite
}
follow-ups-today = { $form ->
    [one] { $n } azi
   *[other] { $n } azi
}
follow-up-by-you = dv., { $when }
follow-up-by = { $name }, { $when }
follow-up-unconfirmed = neconfirmat: { $term }
call-tries = { $form ->
    [one] { $n } încercare
    [few] { $n } încercări
   *[other] { $n } de încercări
}
calls-title = De sunat
follow-ups-title = Termene
calls-count = { $form ->
    [one] { $n } apel
    [few] { $n } apeluri
   *[other] { $n } de apeluri
}
calls-none = Nimeni nu așteaptă un apel.
call-without-number = număr necunoscut
