# The frame: times, top line, footer, toasts, palette, help.

month-1 = янв
month-2 = фев
month-3 = мар
month-4 = апр
month-5 = мая
month-6 = июн
month-7 = июл
month-8 = авг
month-9 = сен
month-10 = окт
month-11 = ноя
month-12 = дек
weekday-1 = пн
weekday-2 = вт
weekday-3 = ср
weekday-4 = чт
weekday-5 = пт
weekday-6 = сб
weekday-7 = вс
time-minutes = { $m } мин
time-hours-minutes = { $h } ч { $m } мин
time-hours = { $h } ч
time-days = { $d } дн
