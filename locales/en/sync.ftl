# Working together and on a bad line: presence, drafts in two windows, refusals, a new token.

presence-writing = { $form ->
    [one] { $names } is writing
   *[other] { $names } are writing
}
presence-reading = { $form ->
    [one] { $names } is reading
   *[other] { $names } are reading
}
mark-writing = a colleague is writing
mark-reading = a colleague is reading
review-another-writes = { $names } is writing on this case right now. Press again to send all the same.
draft-two-windows = This draft was also written in another window. Both texts are kept: F10 shows the other one.
draft-from-window = This is how the draft stands in your other window.
draft-gone-elsewhere = Your other window sent or discarded this draft. The text here is kept as long as this window is open; write on, and it is a draft again.
draft-rescued = The draft cannot be saved: { $why }. The text is safe in { $path }; it is saved as soon as that is possible.
draft-in-memory = The draft cannot be saved anywhere: { $why }. The text is in this window only: do not close it, make room on the disk.
composer-rescued = The disk does not take the draft. The text is safe in { $path }; saving is tried again all the time.
composer-in-memory = NOT SAVED: the disk takes nothing, the text is in this window only. Make room; saving is tried again all the time.
said-rescued = Texts that the disk had not taken are back among your drafts and earlier versions: { $n }.
history-restored = The earlier version is back; what stood here is an earlier version now.
action-keep-theirs = keep theirs, give mine up
action-send-mine = send mine after all
action-edit-mine = write mine on
action-restore = bring this version back
action-sign-in = give a new token
hint-keep-theirs = theirs
hint-send-mine = mine
hint-edit-mine = write on
hint-restore = bring back
conflict-theirs-side = theirs
conflict-theirs = Theirs stays; yours is given up.
conflict-theirs-letter = Theirs stays; your text is kept among the earlier versions of the draft (F10 in the composer).
conflict-mine = Yours goes out again, on the case as it is now.
conflict-loading = One moment, the case is being read.
conflict-note = note
conflict-call = call
conflict-contacts = contacts
outbox-nothing-to-copy = There are no words in it to copy.
problem-changed = Somebody changed this after you had read it.
problem-claimed = A colleague has this case.
problem-not-allowed = Something is still owed before this can be done.
problem-invalid = The desk found a mistake in it.
problem-bad-signature = The desk does not accept the signature.
problem-key-reused = The desk has another act under this mark.
problem-forbidden = Your account may not do this.
problem-not-found = It is not at the desk any more.
problem-too-large = It is too large for the desk.
problem-malformed = The desk could not read it.
problem-unauthorised = The desk does not accept your token.
problem-method-not-allowed = The desk does not know this act; it may be of another version.
problem-too-slow = It did not reach the desk in time; nothing was changed.
problem-in-progress = The desk is busy with this very act; it is tried again by itself.
problem-merged = The case is part of another one now; go on there.
problem-card-merged = The customer's card is part of another card now; open the case again.
problem-other-customer = These cases are of two customers; say that they are one complaint all the same.
problem-too-many = That was too much at once for the desk; it is tried again in a moment.
problem-internal = Something went wrong at the desk; what you did is kept here.
problem-unavailable = The desk is not available just now; what you did is kept here.
problem-held-thread = It waited long, and something new came into the thread. Look at it before it leaves.
problem-held-date = It waited long, and a date that it promises has passed.
sign-in-needed = The desk no longer accepts your token; nothing is lost, everything waits. { $key } takes a new one.
sign-in-intro = Everything unsent waits and leaves by itself afterwards.
said-signed-in = The desk knows you again, { $name }.
failed-sign-in = The token was not taken: { $detail }. The old one stays.
