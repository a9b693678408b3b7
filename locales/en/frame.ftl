# The frame: times, top line, footer, toasts, palette, help.

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
time-minutes = { $m } min
time-hours-minutes = { $h } h { $m } min
time-hours = { $h } h
time-days = { $d } d

yes = yes
no = no
view-all = All
view-mine = Mine
view-unanswered = Unanswered
view-due = Due today
view-calls = Calls
view-public = Public
view-ended = Ended
link-connecting = connecting
link-in-step = in step
link-loading = loading { $done } of { $of }
link-offline = offline since { $since }
link-offline-short = offline since { $since }
link-login = the desk refuses the token
source-unreachable = no answer
source-encryption = no encryption
source-login = login refused
source-folder = no such folder
source-answer = cannot be read
source-storage = cannot be stored
palette-title = Commands
pick-nothing = Nothing matches.
help-title = Keys of this place
help-signs = Signs
search-label = Search:
search-last = ↑ again “{ $words }”
cannot-here = “{ $action }” has no meaning here.
cannot-no-case = No case is chosen.
cannot-nothing-to-undo = Nothing can be undone now.
alert-due = Due now: { $kind }, { $customer }

status-unanswered = { $n } unanswered
status-oldest = { " " }· oldest { $wait }
status-overdue = { $form ->
    [one] { $n } follow-up overdue
   *[other] { $n } follow-ups overdue
}
status-unsent = { $form ->
    [one] { $n } act not sent yet
   *[other] { $n } acts not sent yet
}
status-stuck = { $form ->
    [one] { $n } refused
   *[other] { $n } refused
}
status-undo = The letter is not sent yet: { $key } takes it back, { $n } s
view-all-short = All
view-mine-short = Mine
view-unanswered-short = Unans.
view-due-short = Today
view-calls-short = Calls
view-public-short = Public
view-ended-short = Ended
view-all-tiny = All
view-mine-tiny = Mine
view-unanswered-tiny = Wait
view-due-tiny = Due
view-calls-tiny = Call
view-public-tiny = Pub
view-ended-tiny = End
