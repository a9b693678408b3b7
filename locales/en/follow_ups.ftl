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
trigger-too-late = too late to mend: apologise aloud

# Counting down
due-overdue = overdue { $time }
due-in = in { $time }
due-today = today
