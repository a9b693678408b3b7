# The composer and the review.

composer-reply-to = Reply to { $name }
composer-public-to = Public reply to { $name }
composer-note-on = Note about { $name }, for colleagues only
composer-waits = waits { $wait }
composer-saved = saved { $at }
composer-unsaved = not saved yet
composer-loading = One moment, the case is being read.
composer-no-case = This case is not here any more.
composer-kept-earlier = The text was emptied; the earlier draft is kept. F11 discards it.
composer-discarded = The draft is discarded. It stays among the earlier versions.
composer-their-words = the customer’s words
composer-answers = this letter answers
composer-slot = to fill in: { $hint }
composer-findings = { $form ->
    [one] { $n } finding
   *[other] { $n } findings
}
composer-no-findings = Nothing was found.
composer-findings-whole = What was found concerns the letter as a whole.
composer-no-fix = Nothing here can be put right by one key.
composer-no-slots = No slot is left to fill in.
composer-no-more-steps = There is no further step.
composer-has-greeting = The greeting is already there.
composer-has-signature = Your signature is already there.
composer-has-quote = The customer’s words are already quoted.
composer-nothing-to-quote = The customer has not written anything to quote.
composer-paste-cut = The pasted text was longer than any letter; its beginning was taken.
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
