# The page of a dossier that people read.

dossier-title = Case {"{n}"}
dossier-subject = Subject
dossier-customer = Customer
dossier-state = State
dossier-received = Received
dossier-exported = Exported
dossier-machine = the desk itself
dossier-message = Message
dossier-call = Call
dossier-follow-up = Duty
dossier-confirmation = Confirmation
dossier-erased = The words of this entry were erased on request of the person concerned.
dossier-attachments = Attachments
dossier-to = To
dossier-number = Number
dossier-agreed = Agreed
dossier-note = Note
dossier-recording = Recording
dossier-term = To be confirmed
dossier-title-line = What
dossier-due = Due
dossier-what-inbound = from the customer
dossier-what-reached = reached
dossier-what-no-answer = no answer
dossier-what-callback-agreed = call-back agreed
dossier-what-refused = refused
dossier-what-open = open
dossier-what-done = done
dossier-what-cancelled = cancelled
dossier-what-sent = asked for
dossier-what-received = received
dossier-what-accepted = accepted
dossier-what-unclear = unclear

# The key behind a passphrase.

unlock-title = The passphrase of your signing key
unlock-passphrase = Passphrase
unlock-intro = It is asked for once; it stays in memory until the program ends, and is never written down.
unlock-wrong = This passphrase does not open the key. Nothing is lost; try again.
unlock-empty = Type the passphrase, or Esc: the letter then goes back into its composer.
unlock-given-up = Not signed, not sent. The letter is in its composer again.

# The evidence of a customer.

evidence-title = Evidence: { $name }
evidence-none = Nothing was said or promised yet.
evidence-customer = customer
evidence-until = until { $day }
evidence-overdue = overdue since { $day }
evidence-kept = kept, due { $day }
evidence-late = kept late, due { $day }
evidence-cancelled = taken back, due { $day }
export-begun = The dossier is being written.
said-exported = The dossier is in { $path }
failed-export = The dossier was not written: { $detail }
evidence-impression = impression
evidence-count = { $form ->
    [one] { $n } entry
   *[other] { $n } entries
}
dossier-fault = Our fault
dossier-remedy = Put right by
