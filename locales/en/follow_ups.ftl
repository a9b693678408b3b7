# Follow-ups and calls.

kind-first-response = first answer
kind-next-response = next answer
kind-resolution = resolution
kind-promise = promise
kind-personal-control = personal control
kind-keep-informed = keep informed
kind-call = call
kind-written-confirmation = written after the call
kind-confirmation = confirmation
kind-check-back = check back
kind-reminder = reminder
trigger-safety = safety of the customer
trigger-misrouted = wandered through departments
trigger-solvable-by-call = a call solves it
trigger-urgent-info = more must be known at once
trigger-too-late = too late to mend, apologise aloud
trigger-courtesy = friendly call after a written answer

# Counting down
due-overdue = overdue { $time }
due-in = in { $time }
due-now = now
due-today = today

# The two lists
follow-ups-mine = mine
follow-ups-team = team
follow-ups-of-today = today
follow-ups-all = all
follow-ups-none = Nothing is due here.
follow-ups-overdue = { $form ->
    [one] { $n } overdue
   *[other] { $n } overdue
}
follow-ups-today = { $form ->
    [one] { $n } today
   *[other] { $n } today
}
follow-up-by-you = by you, { $when }
follow-up-by = by { $name }, { $when }
follow-up-unconfirmed = not confirmed: { $term }
call-tries = { $form ->
    [one] { $n } try
   *[other] { $n } tries
}
calls-title = Calls to make
follow-ups-title = Follow-ups
calls-count = { $form ->
    [one] { $n } call
   *[other] { $n } calls
}
calls-none = Nobody waits for a call.
call-without-number = no number known
