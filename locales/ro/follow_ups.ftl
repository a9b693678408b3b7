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
trigger-too-late = prea târziu: scuze prin viu grai

# Counting down
due-overdue = depășit { $time }
due-in = peste { $time }
due-today = azi
