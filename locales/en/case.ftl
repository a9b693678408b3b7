# The case: thread, customer's card, questions about it.

# The thread
size-bytes = { $n } B
size-kilobytes = { $n } kB
size-megabytes = { $n } MB
message-reply = reply
message-public-reply = public reply
message-note = internal note
message-auto = automatic message
message-written = written { $when }
message-signed = signed
unsent-queued = waits to be sent
unsent-in-flight = on its way to the desk
unsent-stuck = refused, see the outbox
delivery-recorded = recorded: send it yourself
delivery-sent-by-hand = sent by hand
delivery-queued = in the queue
delivery-handed-over = handed over
delivery-bounced = came back
delivery-unsure = unsure whether it left
outcome-reached = reached
outcome-no-answer = no answer
outcome-callback-agreed = call-back agreed
outcome-refused = did not want to talk
call-agreed = agreed: { $text }
call-apologised = apologised by voice; it must follow in writing
call-consent-yes = consent to recording: yes ({ $how })
call-consent-no = consent to recording: no ({ $how })
call-recording = recording: { $reference }, kept until { $until }

# The head
case-nobody = nobody’s
mode-call-and-tell = wants to be called
mode-send-notices = wants notices in writing
prefers-channel = by { $channel }
prefers-asked = { " " }(asked { $when } by { $by })
case-waits = waits { $wait }
case-waits-first = waits { $wait }, never answered
case-snoozed = put off until { $until }
case-deadline = deadline { $when }
case-moves = { $form ->
    [one] moved { $n } time
   *[other] moved { $n } times
}

# The side
case-follow-ups = follow-ups
case-no-follow-ups = none open
case-card = customer
case-promises = { $form ->
    [one] { $n } promise open
   *[other] { $n } promises open
}
case-next-step = next: { $step }
case-call = call: { $reason }
case-call-by = marked by { $by }, { $when }
case-consent-unclear = unclear consent: { $term }
case-harm = what it meant for the customer
case-wish = what the customer wants
card-public-name = in public: { $name }
card-manager = personal manager: { $name }
card-pinned = pinned by { $by }, { $when }
card-pinned-from-letter = from a letter, pinned by { $by }, { $when }
card-other-cases = { $form ->
    [one] { $n } other case
   *[other] { $n } other cases
}
there = there { $time }
there-early = there { $time }, early
there-late = there { $time }, late

# Told on the status line
case-is-last = This is the last one.
case-is-first = This is the first one.
claim-already-mine = It is yours already.
claim-taken = { $name } has it.
claim-refused = Not claimed: { $detail }
act-refused = The desk refused it, and it waits in the outbox: { $detail }
release-not-mine = It is not yours to release.
cannot-no-message = Choose a message of the thread first.
no-attachments = This message has no attachments.
attachments-title = Attachments
original-title = As it came
not-to-be-sent-by-hand = Only a recorded letter is sent by hand.
delivery-title = Did the letter arrive?
delivery-arrived = It has arrived
delivery-arrived-aside = as I know from the customer
delivery-send-again = Send it again
delivery-send-again-aside = the same letter, once more
no-link = No public link is known.
no-other-cases = No other cases of this customer.
other-cases-title = Other cases of this customer

# Questions about a case
form-not-said = not said
form-note = note
form-when = when
form-or-when = or another time
form-when-hint = 2h · tomorrow 10 · fri 18:00 · 14 mar
quick-hour = in an hour
quick-evening = this evening
quick-tomorrow = tomorrow 10:00
quick-monday = Monday 10:00
quick-week = in a week
when-unclear = “{ $text }” is no time I understand; try “2h”, “tomorrow 10” or “14.03 15:00”.
when-past = “{ $text }” is over already.
when-future = “{ $text }” is still to come.
when-day-off = not a working day
assign-title = Who takes the case
assign-to = to { $name }
assign-manager = personal manager
assign-not-manager = The personal manager of this customer is { $name }.
assign-why = why somebody else
assign-why-missing = Say why the personal manager is passed over.
assign-note = note
assign-note-hint = what the next one should know
assign-nobody = There is nobody else at this desk.
state-title = State
close-title = Close the case
close-owed-title = Not yet: this is still owed
close-ends-follow-ups = { $form ->
    [one] { $n } open follow-up ends with it
   *[other] { $n } open follow-ups end with it
}
owed-answer = the customer’s last word has no answer
owed-public-reply = a public complaint has no public reply
owed-written-confirmation = what was said by phone is not in writing
owed-promise = a promise is not kept yet
owed-personal-control = personal control, promised by you
owed-consent = a consent that is not clear
owed-question = a question to the customer is open
owed-promised-act = promised with the apology, not done yet
close-customer-word = The customer has not said that it is settled, and nobody has looked again since.
close-reason = why it is closed
close-reason-missing = Say in one line why it is closed.
question-act = promised, done
tags-hint = separated by commas
details-title = Details
details-written = written by the customer
details-written-hint = 14.03 · yesterday · 2026-03-14
details-moves = departments passed
details-moves-wrong = “{ $text }” is no number.
details-deadline = the customer’s deadline
snooze-title = Later
snooze-intro = It leaves the queue until then; its follow-ups run on.
snooze-follow-up-intro = It reminds again then; the due time stays.
snooze-wake = no longer: bring it back now
consent-none = There is no unclear consent here.
consent-title = An unclear consent
consent-decision = what it was
consent-agreed = agreement, in words since
consent-refused = refusal
consent-other = something else
consent-reason = reason
consent-reason-hint = where and how it was said
consent-reason-missing = Say what it was.
confirmation-none = No letter here asked for a confirmation.
confirmation-title = A confirmation
confirmation-state = how it stands
confirmation-which = of what
confirmation-reason-missing = Say how that is known.
confirmation-sent = confirmation asked
confirmation-received = letter received
confirmation-accepted = terms accepted
confirmation-refused = terms refused
confirmation-unclear = answer unclear
customer-title = Customer
customer-given = given name
customer-patronymic = patronymic
customer-family = family name
customer-public = name in public
customer-language = language
customer-mode = wishes
customer-channel = by
customer-zone = time zone
customer-manager = personal manager
pin-title = Pin to the card
pin-text = what to remember
pin-empty = There is nothing to pin.
new-case-title = A case entered by hand
new-case-address = phone or e-mail
new-case-address-hint = several: separated by commas
new-case-text = what was written or said
new-case-text-hint = word for word · Alt+Enter: a new line
new-case-no-name = A name is needed, or what is known of it.
new-case-no-text = Write what the complaint is.
new-case-entered = The case is entered.

# Calls
mark-call-title = This case needs a call
call-why = why
call-our-position = our position
call-their-position = the customer’s position
record-way = goes by
record-reason = why not by e-mail
record-reason-hint = the customer has no e-mail, he asked for it on the phone …
record-title = How the agreement goes out in writing
record-intro = What was agreed is recorded by e-mail. A messenger will do, with a reason that stays with the letter; a chat will not.
record-needs-reason = Say why it does not go by e-mail; the reason stays with the letter.
record-no-address = No address in a messenger is known; the customer’s card (i) takes one.
record-not-one = This letter records no agreement; it goes the way the customer wrote.
record-by-email = What was agreed goes out in writing, by e-mail. { $key } another way
record-no-email = What was agreed goes out by e-mail, but no address is known: ask for it, or { $key } another way.
record-other-way = the agreement does not go by e-mail
call-not-marked = It is not marked for a call.
record-call-title = A call
call-number = number
call-outcome = outcome
call-what-agreed = what was agreed
call-what-agreed-hint = it must follow in writing
call-did-apologise = apologised by voice
call-retry = call again
call-retry-hint = when there was no answer, or as agreed
call-minutes = minutes
call-minutes-wrong = “{ $text }” is no number of minutes.
call-consent = consent to recording
consent-answer-not-asked = not asked
consent-answer-yes = yes
consent-answer-no = no
call-consent-how = how it was asked
call-consent-how-hint = by voice, at the beginning
call-consent-how-missing = Say how the consent was asked.
call-consent-basis = on which basis
call-consent-basis-missing = A recording needs the basis of the consent.
call-recording-where = recording
call-recording-hint = where it lies
call-recording-without-consent = Without the consent “yes” there must be no recording.
call-keep-until = kept until
call-keep-until-missing = Say until when the recording is kept.
call-no-number = A number is needed.
call-agreed-with-nobody = Nobody was reached, so nothing can be agreed.
call-retry-for-nothing = After this outcome nobody calls again.

# Follow-ups
follow-up-title = New follow-up
follow-up-kind = kind
follow-up-what = what is to be done

# The customer's grammar
customer-gender = address as
customer-gender-unspecified = not known
customer-gender-f = a woman
customer-gender-m = a man
case-call-suggested = call first? { $reason }
case-call-keys = { $mark } mark · { $dismiss } dismiss
call-dismissed = The suggestion is dismissed; it is not made again.
call-marked = Marked for a call: { $reason }. The same key again changes the reason.
case-said = said in the letter: { $text }
case-questions = asked, not answered yet · { $key } settle
question-title = A question that is settled, or an act that is done
question-none = Nothing that was asked is open here.
case-fault = our fault
fault-yes = yes
fault-partly = partly
fault-no = no
case-remedy = put right by
remedy-apology-only = an apology alone
remedy-discount = a discount
remedy-bonus = a bonus or gift
remedy-refund = money back
remedy-replacement = a replacement
remedy-other = something else
details-amount = how much
details-amount-hint = 500 lei · 10 %, at most 40 €
details-remedy-what = what exactly
details-remedy-what-hint = on the next order
details-remedy-missing = Say what the amount is: a discount, a bonus, money back?
details-remedy-words = Say in words what puts it right.
details-remedy-no-amount = An apology alone has no amount.
way-admitted = admitted
way-plan = plan
way-outcome-asked = outcome asked
way-done = done
way-prevented = prevented
way-prevention = what prevents it from now on
way-prevention-hint = a second person checks the orders
way-by-itself = seen in the letters and duties
case-apology = first apology after { $time }
case-apology-spoken = first apology after { $time }, by phone
case-apology-none = no apology for { $time }
case-promised = Signed the last letter: { $by }, { $when }
case-promised-deputy = Signed the last letter: { $by }, { $when }; { $deputy } stands in
case-management = wrote to the management, { $when }
management-title = He wrote to the management: what had failed before?
management-nothing-failed = nothing of ours had failed

merge-title = The same complaint: Enter merges, F2 the other way round
merge-apart-title = Which case to take out
merge-done = #{ $gone } is part of #{ $into } now; u takes them apart.
merge-apart = #{ $number } is a case of its own again.
merge-is-merged = This case is part of #{ $number }, which is opened here.
merge-none = No other case is part of this one.
merge-no-others = This customer has no other case.
merge-unsent = The desk does not know this case yet; merge when it is sent.
merge-nothing-suggested = No other case is suggested here.
merge-same-words = { $evidence } % the same words
merge-same-number = the same number { $evidence }
case-merged-into = part of #{ $number } · { $key } takes it out
case-absorbed = with { $numbers } · { $key } takes apart
case-duplicate = like #{ $number }: { $why }
case-duplicate-keys = { $merge } merge · { $dismiss } another matter
