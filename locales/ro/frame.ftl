# The frame: times, top line, footer, toasts, palette, help.

month-1 = ian.
month-2 = feb.
month-3 = mar.
month-4 = apr.
month-5 = mai
month-6 = iun.
month-7 = iul.
month-8 = aug.
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = dec.
weekday-1 = lun
weekday-2 = mar
weekday-3 = mie
weekday-4 = joi
weekday-5 = vin
weekday-6 = sâm
weekday-7 = dum
time-minutes = { $m } min
time-hours-minutes = { $h } h { $m } min
time-hours = { $h } h
time-days = { $d } z
