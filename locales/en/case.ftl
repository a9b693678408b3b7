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
no-original = What you see is the original.
not-to-be-sent-by-hand = Only a recorded letter is sent by hand.
no-link = No public link is known.
no-other-cases = No other cases of this customer.
other-cases-title = Other cases of this customer
