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

yes = да
no = нет
view-all = Все
view-mine = Мои
view-unanswered = Без ответа
view-due = Сегодня
view-calls = Звонки
view-public = Публичные
view-ended = Завершённые
link-connecting = соединяюсь
link-in-step = в курсе
link-loading = загрузка { $done } из { $of }
link-offline = нет связи с { $since }
link-offline-short = нет связи с { $since }
link-login = ключ доступа отклонён
source-unreachable = не отвечает
source-encryption = нет шифрования
source-login = вход отклонён
source-folder = нет такой папки
source-answer = ответ непонятен
source-storage = не сохраняется
palette-title = Команды
pick-nothing = Ничего не найдено.
help-title = Клавиши этого места
help-signs = Знаки
search-label = Найти:
search-last = ↑ снова «{ $words }»
cannot-here = Здесь нельзя: «{ $action }».
cannot-no-case = Обращение не выбрано.
cannot-nothing-to-undo = Сейчас нечего отменять.
alert-due = Пора: { $kind }, { $customer }

status-unanswered = { $n } без ответа
status-oldest = { " " }· дольше всех { $wait }
status-overdue = { $form ->
    [one] { $n } срок прошёл
    [few] { $n } срока прошли
   *[other] { $n } сроков прошло
}
status-unsent = { $form ->
    [one] { $n } действие ещё не отправлено
    [few] { $n } действия ещё не отправлены
   *[other] { $n } действий ещё не отправлено
}
status-stuck = { $form ->
    [one] { $n } отклонено
    [few] { $n } отклонены
   *[other] { $n } отклонено
}
status-undo = Письмо ещё не отправлено: { $key } вернёт его, { $n } с
view-all-short = Все
view-mine-short = Мои
view-unanswered-short = Ждут
view-due-short = Срок
view-calls-short = Звон.
view-public-short = Публ.
view-ended-short = Конец
view-all-tiny = Все
view-mine-tiny = Мои
view-unanswered-tiny = Ждут
view-due-tiny = Срок
view-calls-tiny = Звон
view-public-tiny = Публ
view-ended-tiny = Кон
