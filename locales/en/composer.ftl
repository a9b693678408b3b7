# The composer and the review.

composer-reply-to = Reply to { $name }
composer-public-to = Public reply to { $name }
composer-note-on = Note about { $name }, for colleagues only
composer-waits = waits { $wait }
composer-owned-by = This case is in the care of { $name }. Your letter answers it all the same.
composer-saved = saved { $at }
composer-unsaved = not saved yet
composer-loading = One moment, the case is being read.
composer-no-case = This case is not here any more.
composer-kept-earlier = The text was emptied; the earlier draft is kept. F11 discards it.
composer-discarded = The draft is discarded. It stays among the earlier versions.
composer-their-words = the customer’s words
composer-our-letter = our last letter, { $at }
composer-answers = this letter answers
composer-slot = to fill in: { $hint }
composer-slot-filled = filled in · { $key } goes on
composer-findings = { $form ->
    [one] { $n } finding
   *[other] { $n } findings
}
composer-no-findings = Nothing was found.
composer-findings-whole = This one is about the letter as a whole.
composer-says-nothing = The letter has no words of your own yet.
composer-more-findings = { $form ->
    [one] +{ $n } more finding
   *[other] +{ $n } more findings
}
composer-no-fix = Nothing here can be put right by one key.
composer-no-slots = No slot is left to fill in.
composer-no-more-steps = There is no further step.
composer-has-greeting = The greeting is already there.
composer-has-signature = Your signature is already there.
composer-signature-lacks = Your signature lacks a part in this language: [signature.{ $lang }] in config.toml
composer-has-quote = The customer’s words are already quoted.
composer-nothing-to-quote = The customer has not written anything to quote.
composer-paste-cut = The pasted text was longer than any letter; its beginning was taken.
toast-more = { $form ->
    [one] { $n } more warning
   *[other] { $n } more warnings
}
attach-title = Attach a file
attach-path = File
attach-needs-path = Write the path of a file.
phrases-title = Phrases · 1-9, 0 insert P1 to P10 · words search all
fillings-title = Words for this place
phrase-used = used
history-title = Earlier versions of the draft
history-empty = There is no earlier version.
file-problem = { $problem }
undo-too-late = The letter has already left.
act-taken-back = Taken back.
letter-taken-back = The letter is back; nothing has left.
letter-is-a-draft-again = The letter is a draft of its case again; nothing has left.
news-customer-wrote = { $who } wrote at { $at }: { $text }
news-note = { $who } left a note at { $at }: { $text }
news-auto = An automatic message at { $at }: { $text }
news-replied = { $who } answered the customer at { $at }: { $text }
news-called = { $who } called the customer at { $at }.
news-owner = The case now belongs to { $who }.
news-no-owner = The case was released; it belongs to nobody.
news-changed = The case has changed since you began to write.
composer-this-letter = this letter
composer-used = phrases: { $ids }
composer-promises = it promises
review-title = As it goes out · { $way }
review-subject = Subject: { $subject }
review-before = before it can leave
review-go-there = { $key } goes there
review-blocked = The letter cannot leave yet: { $why }
review-control-date = Personal control: until when?
review-until-when = Until when?
review-look-first = The case has changed meanwhile. Read it, then press the key once more.
review-changed = changed while you were writing
review-closes = it closes
review-receipt = This only says that it was received: it is no answer, and the timers run on.
review-opens = it opens
review-confirmation = confirmation of the terms: { $term }
review-no-date = no date
review-sends = The desk sends it.
review-by-hand = The letter is recorded; no way out is set up, so you deliver it yourself.
review-delay = After the key you have { $s } s to take it back.
review-calm = Anger is in the air: it leaves only { $s } s after your key. Read it once more, calmly.
review-copied = The letter is copied.
review-signing = The letter is being signed …
review-leaves = Signed, not sent yet: { $key } takes it back, { $s } s
refused-is-a-draft = The refused letter is a draft again; the outbox says why.
note-empty = The note is empty.
note-kept = The note is with the case.
outbox-title = Outbox
outbox-empty = Nothing waits here.
outbox-in-flight = It is on its way right now.
outbox-stuck = refused
outbox-on-its-way = on its way
outbox-done = done
outbox-waits = not sent yet
outbox-leaves = not sent yet, { $wait }
outbox-seconds = { $s } s
outbox-tried = { $form ->
    [one] tried { $n } time
   *[other] tried { $n } times
}
outbox-delivery = what becomes of a letter
outbox-reply = letter
outbox-public-reply = public reply
outbox-follow-up = change a follow-up
outbox-why = The desk says: { $why }
outbox-mine = mine
outbox-theirs = theirs: { $who }, { $at }
finding-do = what to do
finding-set-aside = send it as it is, for this reason
finding-write-on = write on
finding-learn = the word is right: do not mark it again
spelling-missing = No spelling dictionary for { $lang }: install the package { $package }.
finding-reason = reason
finding-reason-hint = kept with the letter
finding-needs-reason = Say why; the reason is kept with the letter.
finding-weigh = { $key } why, or set aside
composer-set-aside = set aside: { $n }
review-set-aside = set aside, with your reason
phrase-wanted = still lacking
phrase-not-now = ! not fitting here
composer-lacks = still lacking
review-worth-a-look = worth a look
finding-twin = the earlier letter:
composer-consent-ask = { $key } asks about it in words

composer-case-merged = The case is part of another one now. Your text is kept; the letter is written on there.
composer-case-erased = The customer of this case was forgotten at the desk. The letter begun here is gone with his words.
draft-of-merged = A draft for #{ $number }, which is part of this case, is kept: F10 shows it.
draft-of-merged-taken = This is the draft for #{ $number }, which is part of this case now.

# One text for many customers.
many-marked = { $n } marked
many-text-for = One text, { $n } letters
many-fields = what each letter has of its own
many-title = { $n } letters are ready · { $held } held back
many-none-marked = Mark two cases or more first; then one text becomes a letter to each.
many-too-many = More than { $n } letters at once are no longer letters. Send these first.
many-same-customer = gets a letter already; two of the same would be one too many
many-no-address = no address is known for this channel
many-public = a public complaint is answered in its own words
many-gone = the case was merged or its person forgotten
many-anothers = { $who } has this case
many-another-writes = { $who } is writing on this case now
many-other-language = writes in another language
many-changed = something happened in the case since; look at it first
many-missing = { $field } is not known here
many-unknown = { $field } is no field
many-nothing-own = nothing in the text is this customer’s own: put in a name or a field of the case
many-by-hand = { $key } write this one by hand
many-none-clean = No letter is ready; beside each stands why.
many-going = The letters are being signed; one moment.
many-stopped = Stopped: { $n } letters are signed, the others have not left. Nothing is lost.
many-signed = Letters signed: { $n }, each by itself. { $key } brings all back.
many-signed-some = { $n } letters are signed. { $held } are held back; beside each stands why.
many-taken-back = Taken back: { $n }. None of them has left.
many-taken-back-some = Taken back: { $n }. { $left } had left already.
